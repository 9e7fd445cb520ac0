namespace Anneal.Data.Splits;

/// <summary>A small seeded generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), here to shuffle rows.</summary>
/// <remarks><see cref="Random"/> promises no sequence from one .NET version to the next; a split must survive an upgrade.</remarks>
internal struct SplitMix(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to just below a bound.</summary>
    /// <remarks>The high half of a 64x64-bit product maps the draw onto the range without the low bits' bias.</remarks>
    public int Below(int bound) => (int)Below((long)bound);

    /// <summary>A number from 0 to just below a bound.</summary>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Puts the items in a random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
