namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Tokens by their first characters.</summary>
internal sealed class TokenTrie
{
    /// <summary>Where every token begins.</summary>
    public const int Root = 0;

    private ulong[] keys; // node and character; 0 is free, which is why nodes are kept plus 1
    private int[] children;
    private readonly List<int> tokens = [-1];
    private int count;

    /// <param name="expected">How many tokens will be added, about.</param>
    public TokenTrie(int expected)
    {
        int size = 64;
        while (size < 4L * expected && size < 1 << 24) size *= 2;
        (keys, children) = (new ulong[size], new int[size]);
    }

    /// <summary>Adds a token; of two alike the first stays.</summary>
    public void Add(ReadOnlySpan<char> text, int id)
    {
        int node = Root;
        foreach (char c in text)
        {
            if (TryStep(ref node, c)) continue;
            if (2 * (count + 1) > keys.Length) Grow();
            Place(keys, children, Key(node, c), tokens.Count);
            node = tokens.Count;
            tokens.Add(-1);
            count++;
        }

        if (tokens[node] < 0) tokens[node] = id;
    }

    /// <summary>Goes on by a character, if a token does.</summary>
    public bool TryStep(ref int node, char c)
    {
        ulong key = Key(node, c);
        int mask = keys.Length - 1;
        for (int at = Slot(key, mask); keys[at] != 0; at = (at + 1) & mask)
        {
            if (keys[at] != key) continue;
            node = children[at];
            return true;
        }

        return false;
    }

    /// <summary>The token that ends here, or a negative number.</summary>
    public int TokenAt(int node) => tokens[node];

    private static ulong Key(int node, char c) => ((ulong)(uint)(node + 1) << 16) | c;

    private static int Slot(ulong key, int mask) => (int)((key * 0x9E3779B97F4A7C15) >> 32) & mask;

    private static void Place(ulong[] keys, int[] children, ulong key, int child)
    {
        int mask = keys.Length - 1, at = Slot(key, mask);
        while (keys[at] != 0) at = (at + 1) & mask;
        (keys[at], children[at]) = (key, child);
    }

    private void Grow()
    {
        ulong[] larger = new ulong[2 * keys.Length];
        int[] placed = new int[larger.Length];
        for (int i = 0; i < keys.Length; i++)
            if (keys[i] != 0) Place(larger, placed, keys[i], children[i]);
        (keys, children) = (larger, placed);
    }
}
