using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Sources;

/// <summary>Collects rows into a table. Cells of one column that say the same share one string.</summary>
internal sealed class TableBuilder
{
    /// <summary>A column with more values than this hardly repeats itself: looking each one up would cost more than it saves.</summary>
    private const int MostShared = 20_000;

    /// <summary>Rows between two looks at the memory.</summary>
    private const int RowsUnwatched = 1 << 14;

    private readonly TableReader reader;
    private readonly long mostBytes;
    private readonly List<string?>[] columns;
    private readonly Dictionary<string, string>?[] shared;
    private readonly Place?[] firstNaN;
    private readonly List<Place> places = [];

    /// <param name="reader">Where the rows come from.</param>
    /// <param name="mostBytes">What all objects may take; by default three fifths of the machine's memory, or of what the process is allowed, since learning needs some too.</param>
    public TableBuilder(TableReader reader, long? mostBytes = null)
    {
        this.reader = reader;
        this.mostBytes = mostBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 5 * 3;
        columns = [.. reader.Names.Select(_ => new List<string?>())];
        shared = [.. reader.Names.Select(_ => new Dictionary<string, string>(StringComparer.Ordinal))];
        firstNaN = new Place?[columns.Length];
    }

    public int RowCount => places.Count;

    /// <exception cref="UserErrorException">The table is larger than the memory.</exception>
    public void Add(ReadOnlySpan<string?> cells, Place place)
    {
        if (places.Count % RowsUnwatched == RowsUnwatched - 1 && GC.GetTotalMemory(forceFullCollection: false) > mostBytes && GC.GetTotalMemory(forceFullCollection: true) > mostBytes)
            throw new UserErrorException(SourceMessages.TooLarge(places.Count, mostBytes), SourceMessages.TooLargeWayOut(places.Count / 2), place);
        for (int i = 0; i < columns.Length; i++)
        {
            string? cell = Cell.Clean(cells[i]);
            if (cell is null && firstNaN[i] is null && Cell.IsNaN(cells[i])) firstNaN[i] = place;
            columns[i].Add(cell is null ? null : Share(i, cell));
        }

        places.Add(place);
    }

    public Table Build()
    {
        if (places.Count == 0) throw new UserErrorException(DataMessages.NoRows, DataMessages.NoRowsWayOut, new Place(reader.File));
        Dictionary<string, Place> marked = new(StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
        {
            if (firstNaN[i] is { } place) marked.Add(reader.Names[i], place);
        }

        return new Table(reader.File, reader.Names, Array.ConvertAll(columns, c => c.ToArray()), [.. places.Select(p => p.Line)])
        {
            RowFiles = places.Exists(p => p.File != reader.File) ? [.. places.Select(p => p.File)] : null,
            Renamed = reader.Renamed,
            FirstNaN = marked,
        };
    }

    private string Share(int column, string cell)
    {
        if (shared[column] is not { } known) return cell;
        if (known.TryGetValue(cell, out string? same)) return same;
        if (known.Count == MostShared) shared[column] = null;
        else known.Add(cell, cell);
        return cell;
    }
}
