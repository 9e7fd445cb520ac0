using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Sources;

/// <summary>Collects rows into a table. Cells of one column that say the same share one string.</summary>
internal sealed class TableBuilder
{
    /// <summary>A column with more values than this hardly repeats itself: looking each one up would cost more than it saves.</summary>
    private const int MostShared = 20_000;

    private readonly TableReader reader;
    private readonly List<string?>[] columns;
    private readonly Dictionary<string, string>?[] shared;
    private readonly Place?[] firstNaN;
    private readonly List<Place> places = [];

    public TableBuilder(TableReader reader)
    {
        this.reader = reader;
        columns = [.. reader.Names.Select(_ => new List<string?>())];
        shared = [.. reader.Names.Select(_ => new Dictionary<string, string>(StringComparer.Ordinal))];
        firstNaN = new Place?[columns.Length];
    }

    public int RowCount => places.Count;

    public void Add(ReadOnlySpan<string?> cells, Place place)
    {
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
