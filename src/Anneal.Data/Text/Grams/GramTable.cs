using System.Numerics;

namespace Anneal.Data.Text.Grams;

/// <summary>A number for each gram, by name: open addressing over two arrays, for millions of them.</summary>
internal sealed class GramTable
{
    private ulong[] names;
    private int[] values;
    private int limit;

    /// <param name="capacity">How many grams there will be, if that is known.</param>
    public GramTable(int capacity = 512)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2L * capacity));
        (names, values, limit) = (new ulong[size], new int[size], size / 4 * 3);
    }

    public int Count { get; private set; }

    /// <summary>The number of a gram, or <paramref name="missing"/>.</summary>
    public int Get(ulong name, int missing)
    {
        int slot = Slot(name);
        return names[slot] == 0 ? missing : values[slot];
    }

    public void Set(ulong name, int value) => At(name) = value;

    public void Increment(ulong name) => At(name)++;

    /// <summary>All grams and their numbers, in no particular order.</summary>
    public IEnumerable<(ulong Name, int Value)> Entries()
    {
        for (int i = 0; i < names.Length; i++)
            if (names[i] != 0) yield return (names[i], values[i]);
    }

    private ref int At(ulong name)
    {
        int slot = Slot(name);
        if (names[slot] == 0)
        {
            if (Count == limit)
            {
                Grow();
                slot = Slot(name);
            }

            names[slot] = name;
            Count++;
        }

        return ref values[slot];
    }

    private int Slot(ulong name)
    {
        ulong[] table = names;
        uint slot = (uint)name & ((uint)table.Length - 1);
        while (table[slot] != 0 && table[slot] != name) slot = (slot + 1) & ((uint)table.Length - 1);
        return (int)slot;
    }

    private void Grow()
    {
        (ulong[] oldNames, int[] oldValues) = (names, values);
        (names, values, limit) = (new ulong[2 * oldNames.Length], new int[2 * oldNames.Length], oldNames.Length / 2 * 3);
        for (int i = 0; i < oldNames.Length; i++)
        {
            if (oldNames[i] == 0) continue;
            int slot = Slot(oldNames[i]);
            (names[slot], values[slot]) = (oldNames[i], oldValues[i]);
        }
    }
}
