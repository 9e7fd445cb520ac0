using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Data.Quality;

/// <summary>What a check looks at.</summary>
/// <param name="Task">What is to be learnt.</param>
/// <param name="Table">All rows that have a label.</param>
/// <param name="Schema">The columns as they are understood so far: what an earlier check left out is ignored.</param>
/// <param name="Labels">The labels. A check looks at those of training rows alone, unless it asks whether the parts fit each other.</param>
/// <param name="Split">Which rows are for what.</param>
/// <param name="Choice">What the user said about columns.</param>
internal sealed record CheckedData(TaskKind Task, Table Table, TableSchema Schema, Labels Labels, DataSplit Split, ColumnChoice Choice)
{
    private const int MostExamples = 5;

    /// <summary>Whether rows of a table are learnt from, column by column.</summary>
    public bool IsTabular => Task is TaskKind.TabularClassification or TaskKind.TabularRegression;

    /// <summary>Columns that the user wants to keep in any case: those named so, and those whose type was said.</summary>
    public IReadOnlySet<string> Keep { get; } = Choice.Keep.Concat(Choice.Types.Keys).Select(name => name.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether the user left a column out: nothing needs to be said about it.</summary>
    public bool IsIgnoredByUser(ColumnSchema column) => Choice.Ignore.Any(name => name.Value == column.Name);

    /// <summary>The cells of a column.</summary>
    public IReadOnlyList<string?> Cells(ColumnSchema column) => Table.Column(Table.IndexOf(column.Name));

    /// <summary>Where the first of some rows stand.</summary>
    public Place[] Examples(IEnumerable<int> rows) => [.. rows.Take(MostExamples).Select(Table.PlaceOf)];

    /// <summary>The same data without some columns.</summary>
    public CheckedData Without(IReadOnlyCollection<string> columns) => this with
    {
        Schema = Schema with { Columns = [.. Schema.Columns.Select(c => columns.Contains(c.Name, StringComparer.Ordinal) && c.Role == ColumnRole.Feature ? c with { Role = ColumnRole.Ignored } : c)] },
    };
}
