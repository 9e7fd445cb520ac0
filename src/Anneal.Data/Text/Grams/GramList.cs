namespace Anneal.Data.Text.Grams;

/// <summary>The names of one text's grams, and the room to find them; used again for the next text.</summary>
internal sealed class GramList
{
    private ulong[] names = new ulong[1024];
    private ulong[] seen = new ulong[2048];

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Names => names.AsSpan(0, Count);

    /// <summary>Room for the places of words.</summary>
    public List<Range> Ranges { get; } = [];

    /// <summary>Room for columns.</summary>
    public List<int> Columns { get; } = [];

    /// <summary>Room for the names of words.</summary>
    public List<ulong> Words { get; } = [];

    public void Add(ulong name)
    {
        if (Count == names.Length) Array.Resize(ref names, 2 * Count);
        names[Count++] = name;
    }

    public void Clear() => Count = 0;

    /// <summary>Keeps each name once.</summary>
    public void Distinct()
    {
        int size = 16;
        while (size < 2 * Count) size *= 2;
        if (seen.Length < size) seen = new ulong[size];
        Span<ulong> table = seen.AsSpan(0, size);
        table.Clear();
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            ulong name = names[i];
            int slot = (int)(name & ((ulong)size - 1));
            while (table[slot] != 0 && table[slot] != name) slot = (slot + 1) & (size - 1);
            if (table[slot] == name) continue;
            table[slot] = name;
            names[kept++] = name;
        }

        Count = kept;
    }
}
