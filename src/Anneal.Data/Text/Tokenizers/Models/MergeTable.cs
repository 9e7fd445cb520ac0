
namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Which two neighbouring tokens become which one, and how early.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of two tokens that stay apart.</summary>
    public const int Never = int.MaxValue;

    private readonly ulong[] keys; // left and right token; 0 is free, which is why left is kept plus 1
    private readonly (int Rank, int Merged)[] values;
    private readonly int shift;

    private MergeTable(int capacity)
    {
        int bits = 4;
        while (1L << bits < 2L * capacity) bits++;
        (keys, values, shift) = (new ulong[1 << bits], new (int, int)[1 << bits], 64 - bits);
    }

    /// <summary>How many pairs it knows.</summary>
    public int Count { get; private set; }

    /// <summary>A table of merges in the order of their rank; of two for the same pair the earlier counts.</summary>
    public static MergeTable FromList(IReadOnlyList<(int Left, int Right, int Merged)> merges)
    {
        MergeTable table = new(merges.Count);
        for (int rank = 0; rank < merges.Count; rank++) table.Add(merges[rank].Left, merges[rank].Right, rank, merges[rank].Merged);
        return table;
    }

    /// <summary>The merges that a vocabulary without a list of them implies: two tokens that are together a third one's text become it, the third one's rank deciding.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="rankOf">The rank of a token as the result of a merge, or <see cref="Never"/>.</param>
    public static MergeTable FromVocabulary(Vocabulary vocabulary, Func<int, int> rankOf)
    {
        const int LongestToken = 256; // longer ones would take quadratic time, and none is published
        List<(int Left, int Right, int Rank, int Merged)> found = [];
        ReadOnlySpan<string?> texts = vocabulary.Texts;
        for (int id = 0; id < texts.Length; id++)
        {
            if (texts[id] is not { Length: >= 2 and <= LongestToken } text || rankOf(id) is var rank && rank == Never) continue;
            for (int cut = 1; cut < text.Length; cut++)
            {
                if (char.IsLowSurrogate(text[cut]) && char.IsHighSurrogate(text[cut - 1])) continue;
                if (vocabulary.TryText(text.AsSpan(0, cut), out int left) && vocabulary.TryText(text.AsSpan(cut), out int right)) found.Add((left, right, rank, id));
            }
        }

        MergeTable table = new(found.Count);
        foreach ((int left, int right, int rank, int merged) in found) table.Add(left, right, rank, merged);
        return table;
    }

    /// <summary>The rank of a pair, or <see cref="Never"/>.</summary>
    public int Find(int left, int right, out int merged)
    {
        ulong key = Key(left, right);
        int mask = keys.Length - 1;
        for (int at = Slot(key); ; at = (at + 1) & mask)
        {
            if (keys[at] == key)
            {
                (int rank, merged) = values[at];
                return rank;
            }

            if (keys[at] != 0) continue;
            merged = 0;
            return Never;
        }
    }

    /// <summary>The pairs in the order of their rank.</summary>
    public IEnumerable<(int Left, int Right, int Merged)> InOrder() =>
        Enumerable.Range(0, keys.Length).Where(i => keys[i] != 0).OrderBy(i => values[i].Rank).ThenBy(i => keys[i])
            .Select(i => ((int)(keys[i] >> 32) - 1, (int)(uint)keys[i], values[i].Merged));

    private static ulong Key(int left, int right) => ((ulong)(uint)(left + 1) << 32) | (uint)right;

    private int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> shift);

    private void Add(int left, int right, int rank, int merged)
    {
        ulong key = Key(left, right);
        int mask = keys.Length - 1, at = Slot(key);
        for (; keys[at] != 0; at = (at + 1) & mask)
            if (keys[at] == key) return;
        (keys[at], values[at]) = (key, (rank, merged));
        Count++;
    }
}
