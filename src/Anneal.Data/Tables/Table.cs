using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Vision;

namespace Anneal.Data.Tables;

/// <summary>Named columns of text cells, as a source gave them: nothing is converted yet.</summary>
public sealed class Table
{
    private readonly string?[][] columns;
    private readonly int[] lines;
    private readonly Dictionary<string, int> indices;

    /// <summary>Builds a table.</summary>
    /// <param name="file">Where it came from, for messages.</param>
    /// <param name="names">Column names, each once.</param>
    /// <param name="columns">Cells, [column][row]; a missing value is null.</param>
    /// <param name="lines">The line of the file that each row begins on.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public Table(string file, IReadOnlyList<string> names, string?[][] columns, int[] lines)
    {
        if (names.Count != columns.Length) throw new ArgumentException($"{names.Count.ToInvariant()} names for {columns.Length.ToInvariant()} columns.", nameof(names));
        if (Array.Exists(columns, c => c.Length != lines.Length)) throw new ArgumentException("The columns differ in length.", nameof(columns));
        File = file;
        Names = names;
        this.columns = columns;
        this.lines = lines;
        indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++) indices.Add(names[i], i);
    }

    /// <summary>Where the table came from, as the user would type it.</summary>
    public string File { get; }

    /// <summary>What the references of image columns are read with; null for a table without pictures.</summary>
    public ImageSource? Images { get; init; }

    /// <summary>The file of each row, where the rows come from several; otherwise null.</summary>
    internal string[]? RowFiles { get; init; }

    /// <summary>The part that the user gave each row; null when nobody gave any.</summary>
    public IReadOnlyList<SplitPart>? Parts { get; private init; }

    /// <summary>Columns whose header was empty or used before, and the names that they were given.</summary>
    public IReadOnlyList<RenamedColumn> Renamed { get; init; } = [];

    /// <summary>Where a column first says "NaN", for the columns that do: in a label that is a mistake, not a missing value.</summary>
    public IReadOnlyDictionary<string, Place> FirstNaN { get; init; } = new Dictionary<string, Place>(StringComparer.Ordinal);

    /// <summary>Column names in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many rows there are.</summary>
    public int RowCount => lines.Length;

    /// <summary>The place of a column, or -1 when there is none of that name.</summary>
    public int IndexOf(string name) => indices.GetValueOrDefault(name, -1);

    /// <summary>The cells of one column, row by row; null is a missing value.</summary>
    public IReadOnlyList<string?> Column(int index) => columns[index];

    /// <summary>Where a row stands in the file.</summary>
    public Place PlaceOf(int row) => new(RowFiles?[row] ?? File, lines[row]);

    /// <summary>The table without the rows that <paramref name="keep"/> refuses.</summary>
    public Table Where(Predicate<int> keep)
    {
        int[] rows = [.. Enumerable.Range(0, RowCount).Where(row => keep(row))];
        if (rows.Length == RowCount) return this;
        return new Table(File, Names, Array.ConvertAll(columns, c => Array.ConvertAll(rows, r => c[r])), Array.ConvertAll(rows, r => lines[r]))
        {
            Images = Images,
            Parts = Parts is { } parts ? Array.ConvertAll(rows, r => parts[r]) : null,
            RowFiles = RowFiles is { } files ? Array.ConvertAll(rows, r => files[r]) : null,
            Renamed = Renamed,
            FirstNaN = FirstNaN,
        };
    }

    /// <summary>The table with one more column.</summary>
    internal Table With(string name, string?[] cells) =>
        new(File, [.. Names, name], [.. columns, cells], lines) { Images = Images, RowFiles = RowFiles, Renamed = Renamed, FirstNaN = FirstNaN, Parts = Parts };

    /// <summary>The same table, each row marked with its part.</summary>
    internal Table WithParts(SplitPart[] parts) =>
        new(File, Names, columns, lines) { Images = Images, RowFiles = RowFiles, Renamed = Renamed, FirstNaN = FirstNaN, Parts = parts };

    /// <summary>The same table, with what its pictures are read with.</summary>
    public Table WithImages(ImageSource images) =>
        new(File, Names, columns, lines) { Images = images, RowFiles = RowFiles, Renamed = Renamed, FirstNaN = FirstNaN, Parts = Parts };

    /// <summary>This table and the rows of another below it, which are all of one part.</summary>
    /// <exception cref="UserErrorException">The columns are not the same.</exception>
    internal Table Followed(Table more, SplitPart part)
    {
        string[] missing = [.. Names.Except(more.Names, StringComparer.Ordinal)], extra = [.. more.Names.Except(Names, StringComparer.Ordinal)];
        if (missing.Length > 0 || extra.Length > 0)
            throw new UserErrorException(SourceMessages.ColumnsDiffer(more.File, File), SourceMessages.ColumnsDifferWayOut(missing, extra), new Place(more.File, 1));
        string[] files = [.. Enumerable.Range(0, RowCount).Select(row => PlaceOf(row).File), .. Enumerable.Range(0, more.RowCount).Select(row => more.PlaceOf(row).File)];
        return new Table(File, Names, [.. Names.Select((name, i) => columns[i].Concat(more.columns[more.IndexOf(name)]).ToArray())], [.. lines, .. more.lines])
        {
            Images = Images,
            RowFiles = files,
            Renamed = Renamed,
            FirstNaN = more.FirstNaN.Concat(FirstNaN).DistinctBy(p => p.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            Parts = [.. Enumerable.Range(0, RowCount).Select(row => Parts?[row] ?? SplitPart.Train), .. Enumerable.Repeat(part, more.RowCount)],
        };
    }

    /// <summary>A table of one row, for a prediction.</summary>
    /// <param name="source">Where the row came from, for messages.</param>
    /// <param name="cells">Column names and their cells; null is a missing value.</param>
    public static Table OfOneRow(string source, IReadOnlyDictionary<string, string?> cells) =>
        new(source, [.. cells.Keys], [.. cells.Values.Select(cell => new[] { cell })], [0]);
}
