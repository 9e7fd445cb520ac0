using System.Text.Json.Serialization;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;

namespace Anneal.Models.Trees;

/// <summary>One column as trees see it.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Values">The categories of the training rows, sorted, whose places are their codes; null for a column of numbers.</param>
/// <param name="Part">For a column of dates the part that this input is; null otherwise.</param>
/// <param name="Word">For a column of texts the word of which this input says whether the text has it, or "" where it is the number of characters; null otherwise.</param>
public sealed record TreeInput(string Column, IReadOnlyList<string>? Values, DatePart? Part = null, string? Word = null);

/// <summary>The way from a table's cells to the raw numbers that trees look at: nothing is scaled, filled in or taken apart.</summary>
public sealed class TreeInputs
{
    private readonly Dictionary<string, int>?[] codes;

    /// <summary>Restores what was fitted.</summary>
    /// <param name="columns">The columns, in the order of the schema.</param>
    /// <param name="pairs">What two columns of numbers say together, after the columns; null for none.</param>
    /// <exception cref="ArgumentException">There is no column, or a column has a category twice.</exception>
    [JsonConstructor]
    public TreeInputs(IReadOnlyList<TreeInput> columns, IReadOnlyList<NumberPair>? pairs = null)
    {
        if (columns.Count == 0) throw new ArgumentException("Trees need at least one column.", nameof(columns));
        Columns = columns;
        Pairs = pairs is { Count: > 0 } ? pairs : null;
        codes = [.. columns.Select(column => column.Values is null ? null : Places(column.Values))];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TreeInput> Columns { get; }

    /// <summary>What two columns of numbers say together; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NumberPair>? Pairs { get; }

    /// <summary>How many numbers trees see of a row.</summary>
    [JsonIgnore]
    public int Width => Columns.Count + (Pairs?.Count ?? 0);

    /// <summary>Learns which categories the training rows have.</summary>
    public static TreeInputs Fit(Table table, TableSchema schema, ReadOnlySpan<int> trainingRows)
    {
        List<TreeInput> columns = [];
        foreach (ColumnSchema column in schema.Features)
        {
            if (column.Type == ColumnType.Number)
            {
                columns.Add(new TreeInput(column.Name, null));
                continue;
            }

            IReadOnlyList<string?> cells = table.Column(table.IndexOf(column.Name));
            if (column.Type == ColumnType.Date)
            {
                columns.AddRange(Enum.GetValues<DatePart>().Where(part => part != DatePart.Hour || DateParts.HaveTimes(cells)).Select(part => new TreeInput(column.Name, null, part)));
                continue;
            }

            if (column.Type == ColumnType.Text)
            {
                List<string?> texts = new(trainingRows.Length);
                foreach (int row in trainingRows) texts.Add(cells[row]);
                columns.AddRange(CellWords.Frequent(texts).Prepend("").Select(word => new TreeInput(column.Name, null, Word: word)));
                continue;
            }

            SortedSet<string> values = new(StringComparer.Ordinal);
            foreach (int row in trainingRows)
            {
                if (cells[row] is { } cell) values.Add(cell);
            }

            columns.Add(new TreeInput(column.Name, [.. values]));
        }

        return new TreeInputs(columns, schema.Pairs);
    }

    /// <summary>The numbers of some rows; a column that the table lacks counts as missing, and so does a category that training never met.</summary>
    public TreeColumns Read(Table table, ReadOnlySpan<int> rows)
    {
        float[][] values = new float[Width][];
        for (int c = 0; c < Columns.Count; c++)
        {
            values[c] = new float[rows.Length];
            int index = table.IndexOf(Columns[c].Column);
            IReadOnlyList<string?>? cells = index < 0 ? null : table.Column(index);
            if (Columns[c].Word is { Length: > 0 }) continue;
            for (int i = 0; i < rows.Length; i++) values[c][i] = Read(cells?[rows[i]], codes[c], Columns[c].Part, Columns[c].Word is not null);
        }

        ReadWords(table, rows, values);
        for (int c = Columns.Count; c < Width; c++) values[c] = Array.ConvertAll(Pairs![c - Columns.Count].Read(table, rows), number => (float)number);

        // A column of categories without a single one (all missing) still is one of categories.
        return new TreeColumns(values, [.. Columns.Select(column => column.Values is null ? 0 : Math.Max(1, column.Values.Count)), .. new int[Width - Columns.Count]]);
    }

    /// <summary>Splits each text once for all of its words.</summary>
    private void ReadWords(Table table, ReadOnlySpan<int> rows, float[][] values)
    {
        foreach (IGrouping<string, int> column in Enumerable.Range(0, Columns.Count).Where(c => Columns[c].Word is { Length: > 0 }).GroupBy(c => Columns[c].Column, StringComparer.Ordinal))
        {
            int index = table.IndexOf(column.Key);
            if (index < 0) continue;
            Dictionary<string, int> places = column.ToDictionary(c => Columns[c].Word!, StringComparer.Ordinal);
            IReadOnlyList<string?> cells = table.Column(index);
            for (int i = 0; i < rows.Length; i++)
            {
                if (cells[rows[i]] is not { } cell) continue;
                foreach (string word in CellWords.Of(cell))
                {
                    if (places.TryGetValue(word, out int c)) values[c][i] = 1;
                }
            }
        }
    }

    private static float Read(string? cell, Dictionary<string, int>? codes, DatePart? part, bool isLength)
    {
        if (cell is null) return float.NaN;
        if (isLength) return cell.Length;
        if (part is { } wanted) return (float)DateParts.Read(cell, wanted);
        if (codes is not null) return codes.TryGetValue(cell, out int code) ? code : float.NaN;
        return Cell.TryNumber(cell, out double number) ? (float)number : float.NaN;
    }

    private static Dictionary<string, int> Places(IReadOnlyList<string> values)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < values.Count; i++) places.Add(values[i], i);
        return places;
    }
}
