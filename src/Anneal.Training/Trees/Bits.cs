namespace Anneal.Training.Trees;

/// <summary>A set of bins, 256 bits.</summary>
[System.Runtime.CompilerServices.InlineArray(4)]
internal struct Bits
{
    private ulong first;

    public static bool Get(ReadOnlySpan<ulong> bits, int bin) => ((bits[bin >> 6] >> (bin & 63)) & 1) != 0;

    public void Add(int bin) => this[bin >> 6] |= 1UL << (bin & 63);

    public readonly bool Has(int bin) => ((this[bin >> 6] >> (bin & 63)) & 1) != 0;

    /// <summary>A set with the bins up to and including one.</summary>
    public static Bits UpTo(int from, int last)
    {
        Bits bits = default;
        for (int bin = from; bin <= last; bin++) bits.Add(bin);
        return bits;
    }
}
