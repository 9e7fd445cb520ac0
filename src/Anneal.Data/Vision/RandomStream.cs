using Anneal.Tensors;

namespace Anneal.Data.Vision;

/// <summary>The random numbers of one picture in one epoch: a pure function of the epoch's seed and the picture's place, whatever thread asks.</summary>
/// <param name="seed">The epoch's.</param>
/// <param name="place">The picture's.</param>
internal struct RandomStream(ulong seed, int place)
{
    private const int NumbersApart = 20; // 2^20 numbers for each picture

    private ulong position = (ulong)place << NumbersApart;

    /// <summary>From 0 up to 1.</summary>
    public float Next() => (Philox.Word(seed, position++) >> 8) * (1f / (1 << 24));

    /// <summary>From -most to most.</summary>
    public float Within(double most) => (float)most * ((2 * Next()) - 1);

    public bool Coin() => Next() < 0.5f;

    /// <summary>Whole words, for many numbers at once.</summary>
    public unsafe void Fill(Span<uint> words)
    {
        fixed (uint* to = words) Philox.Fill(seed, position, to, words.Length);
        position += (ulong)words.Length;
    }
}
