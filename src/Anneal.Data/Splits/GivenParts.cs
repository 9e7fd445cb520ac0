using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Tables;

namespace Anneal.Data.Splits;

/// <summary>Marks each row of a table with the part that the user gave it; done right after reading, before any row is left out.</summary>
public static class GivenParts
{
    /// <summary>The table with its parts, where the choice gives them; otherwise the table as it is.</summary>
    /// <param name="table">The table as it was read.</param>
    /// <param name="choice">How the rows are to be shared out.</param>
    /// <param name="source">The table's source: the files of the other parts are read in the same way.</param>
    /// <exception cref="UserErrorException">The parts can't be told, or do not fit the table.</exception>
    public static Table Mark(Table table, SplitChoice choice, SourceChoice source) => choice.By switch
    {
        SplitKind.Column => table.WithParts(OfColumn(table, choice.Column!.Value)),
        SplitKind.File => table.WithParts(OfFile(table, choice.File!)),
        SplitKind.Parts => Joined(table, choice, source),
        _ => table,
    };

    /// <summary>The part of each of some examples, from a file with a word for each.</summary>
    /// <param name="count">How many examples there are.</param>
    /// <param name="shown">Where they come from, for messages.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="UserErrorException">The file has another number of lines, or other words.</exception>
    internal static SplitPart[] OfLines(int count, string shown, SourceChoice file)
    {
        List<(string? Item, SplitPart Part)> lines = ReadLines(file);
        if (lines.Count != count) throw new UserErrorException(SplitMessages.OtherCount(lines.Count, shown, count), SplitMessages.OtherCountWayOut, new Place(file.Shown));
        return [.. lines.Select(line => line.Part)];
    }

    private static SplitPart[] OfColumn(Table table, WrittenName column)
    {
        IReadOnlyList<string?> cells = table.Column(SchemaInference.Require(table, column));
        SplitPart[] parts = new SplitPart[table.RowCount];
        for (int row = 0; row < parts.Length; row++)
        {
            if (!SplitWords.TryRead(cells[row], out parts[row])) throw new UserErrorException(SplitMessages.NotAPart(cells[row]), SplitMessages.NotAPartWayOut, table.PlaceOf(row));
        }

        return parts;
    }

    private static SplitPart[] OfFile(Table table, SourceChoice file)
    {
        List<(string? Item, SplitPart Part)> lines = ReadLines(file);
        Place place = new(file.Shown);
        if (lines.TrueForAll(line => line.Item is null))
        {
            if (lines.Count != table.RowCount) throw new UserErrorException(SplitMessages.OtherCount(lines.Count, table.File, table.RowCount), SplitMessages.OtherCountWayOut, place);
            return [.. lines.Select(line => line.Part)];
        }

        Dictionary<string, SplitPart> parts = new(StringComparer.Ordinal);
        foreach ((string? item, SplitPart part) in lines) parts[item ?? ""] = part;
        int items = -1, best = 0;
        for (int column = 0; column < table.Names.Count; column++)
        {
            int found = table.Column(column).Count(cell => cell is not null && parts.ContainsKey(cell));
            if (found > best) (items, best) = (column, found);
        }

        if (items < 0) throw new UserErrorException(SplitMessages.NoItems(table.File), SplitMessages.NoItemsWayOut, place);
        IReadOnlyList<string?> cells = table.Column(items);
        SplitPart[] result = new SplitPart[table.RowCount];
        for (int row = 0; row < result.Length; row++)
        {
            if (!parts.TryGetValue(cells[row] ?? "", out result[row]))
                throw new UserErrorException(SplitMessages.ItemWithoutPart(table.Names[items], cells[row], file.Shown), SplitMessages.ItemWithoutPartWayOut, table.PlaceOf(row));
        }

        return result;
    }

    /// <summary>A word a line, or an item, a tab and a word.</summary>
    private static List<(string? Item, SplitPart Part)> ReadLines(SourceChoice file)
    {
        List<(string?, SplitPart)> lines = [];
        using StreamReader reader = new(SourceFile.OpenFile(file.Location, file.Shown, file.NamedAt));
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            int tab = line.LastIndexOf('\t');
            if (!SplitWords.TryRead(line[(tab + 1)..].Trim(), out SplitPart part))
                throw new UserErrorException(SplitMessages.NotAPart(line[(tab + 1)..].Trim()), SplitMessages.NotAPartWayOut, new Place(file.Shown, number));
            lines.Add((tab < 0 ? null : line[..tab].Trim(), part));
        }

        return lines;
    }

    private static Table Joined(Table table, SplitChoice choice, SourceChoice source)
    {
        Table joined = table.WithParts(new SplitPart[table.RowCount]);
        foreach ((SourceChoice? file, SplitPart part) in new[] { (choice.ValidFile, SplitPart.Valid), (choice.TestFile, SplitPart.Test) })
        {
            if (file is null) continue;
            Table more = TableSource.Read(source with { Location = file.Location, ShownAs = file.ShownAs, NamedAt = file.NamedAt, Rows = null });
            joined = joined.Followed(more, part);
        }

        return joined;
    }
}
