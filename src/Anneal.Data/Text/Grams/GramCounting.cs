using Anneal.Data.Text.Segmentation;

namespace Anneal.Data.Text.Grams;

/// <summary>Counts in how many texts each gram stands.</summary>
/// <remarks>
/// Most grams of a language stand in one text alone. A first pass therefore only marks bits, and a second one counts what may have been
/// seen twice: memory goes to the grams that are kept. The work is cut by texts and by names, never by threads, and counts add up to the same in any order.
/// </remarks>
internal sealed class GramCounting
{
    private const int Partitions = 32, PartitionShift = 59;
    private const int Wave = 4096, Piece = 128;
    private const int FilterBits = 1 << 22;

    private readonly GramTable[] tables = [.. Enumerable.Range(0, Partitions).Select(_ => new GramTable())];
    private readonly ulong[]?[] once = new ulong[]?[Partitions], twice = new ulong[]?[Partitions];

    /// <summary>The grams that stand in enough texts.</summary>
    /// <returns>Names and numbers of texts, those in the most texts first, and by name among equals: no trace of the texts' order.</returns>
    public static List<(ulong Name, int Texts)> Count(IReadOnlyList<string> texts, GramFamily family, WordSegmenter? segmenter)
    {
        GramCounting counting = new();
        if (family.MinimumRows > 1) counting.Pass(texts, family, segmenter, counting.Mark);
        counting.Pass(texts, family, segmenter, counting.Tally);
        List<(ulong Name, int Texts)> kept = [.. counting.tables.SelectMany(t => t.Entries()).Where(e => e.Value >= family.MinimumRows)];
        kept.Sort((a, b) => a.Texts != b.Texts ? b.Texts.CompareTo(a.Texts) : a.Name.CompareTo(b.Name));
        if (kept.Count > family.MaximumCount) kept.RemoveRange(family.MaximumCount, kept.Count - family.MaximumCount);
        return kept;
    }

    /// <summary>Hands each text's different grams to the partition that their names belong to.</summary>
    private void Pass(IReadOnlyList<string> texts, GramFamily family, WordSegmenter? segmenter, Action<int, List<ulong>> take)
    {
        List<ulong>[][] pieces = [.. Enumerable.Range(0, Wave / Piece).Select(_ => Enumerable.Range(0, Partitions).Select(_ => new List<ulong>()).ToArray())];
        for (int start = 0; start < texts.Count; start += Wave)
        {
            Parallel.For(0, pieces.Length, () => new GramList(), (piece, _, grams) =>
            {
                foreach (List<ulong> part in pieces[piece]) part.Clear();
                int end = Math.Min(texts.Count, start + ((piece + 1) * Piece));
                for (int text = start + (piece * Piece); text < end; text++)
                {
                    grams.Clear();
                    family.Collect(texts[text], segmenter, grams);
                    grams.Distinct();
                    foreach (ulong name in grams.Names) pieces[piece][(int)(name >> PartitionShift)].Add(name);
                }

                return grams;
            }, _ => { });
            Parallel.For(0, Partitions, partition =>
            {
                foreach (List<ulong>[] piece in pieces) take(partition, piece[partition]);
            });
        }
    }

    private void Mark(int partition, List<ulong> names)
    {
        ulong[] first = once[partition] ??= new ulong[FilterBits / 64], second = twice[partition] ??= new ulong[FilterBits / 64];
        foreach (ulong name in names)
        {
            (int word, ulong bit) = Bit(name);
            if ((first[word] & bit) == 0) first[word] |= bit;
            else second[word] |= bit;
        }
    }

    private void Tally(int partition, List<ulong> names)
    {
        ulong[]? filter = twice[partition];
        GramTable table = tables[partition];
        foreach (ulong name in names)
        {
            (int word, ulong bit) = Bit(name);
            if (filter is null || (filter[word] & bit) != 0) table.Increment(name);
        }
    }

    private static (int Word, ulong Bit) Bit(ulong name)
    {
        int at = (int)(name >> 20) & (FilterBits - 1);
        return (at >> 6, 1UL << (at & 63));
    }
}
