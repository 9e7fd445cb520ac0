using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Data.Sources;

/// <summary>Draws rows from a table that is read once and never held: each row has the same chance, however many there are (reservoir sampling: Vitter, "Random sampling with a reservoir", 1985).</summary>
internal static class RowSample
{
    /// <summary>The same rows every time: a bundle is evaluated on the rows that its model was not shown.</summary>
    private const ulong Seed = 7;

    /// <summary>As many rows, in the order of the table; all where it has no more.</summary>
    /// <exception cref="UserErrorException">A row is broken, or there is none.</exception>
    public static Table Read(TableReader reader, int rows)
    {
        SplitMix random = new(Seed);
        List<(long Order, string?[] Cells, Place Place)> kept = [];
        string?[] cells = new string?[reader.Names.Count];
        for (long seen = 0; reader.Read(cells); seen++)
        {
            if (kept.Count < rows)
            {
                kept.Add((seen, [.. cells], reader.Place));
                continue;
            }

            long at = random.Below(seen + 1);
            if (at >= rows) continue;
            cells.CopyTo(kept[(int)at].Cells, 0);
            kept[(int)at] = (seen, kept[(int)at].Cells, reader.Place);
        }

        kept.Sort((a, b) => a.Order.CompareTo(b.Order));
        TableBuilder builder = new(reader);
        foreach ((_, string?[] row, Place place) in kept) builder.Add(row, place);
        return builder.Build();
    }
}
