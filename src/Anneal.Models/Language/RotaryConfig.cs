using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>How a decoder turns queries and keys by their positions.</summary>
/// <remarks>Su et al., "RoFormer", 2021; pairs are (i, i + size / 2), as Hugging Face's weights expect, unless said otherwise.</remarks>
/// <param name="Base">How slowly the last pair turns.</param>
/// <param name="Share">The share of a head's features that is turned, from the first on.</param>
public sealed record RotaryConfig(double Base = 10_000, double Share = 1)
{
    /// <summary>How angles were stretched for longer texts; null where they weren't.</summary>
    public RotaryScaling? Scaling { get; init; }

    /// <summary>Pairs are neighbours (2i, 2i + 1), as in the files of Meta and llama.cpp, not halves.</summary>
    public bool Interleaved { get; init; }

    /// <summary>How many features of a head are turned.</summary>
    internal int SizeOf(int headSize) => (int)(headSize * Share);

    /// <summary>The angles for texts of so many tokens.</summary>
    internal RotaryAngles Angles(int headSize, int positions, int time)
    {
        int size = SizeOf(headSize);
        return Scaling is null ? RotaryAngles.Of(Base, size) : Scaling.Angles(Base, size, positions, time);
    }

    internal void Check(int headSize)
    {
        int size = SizeOf(headSize);
        if (!(Base is >= 1 and <= 1e15)) throw new ArgumentException($"Rotary positions need a base from 1 to 1e15, not {Base}.");
        if (!(Share is > 0 and <= 1) || size < 2 || size % 2 != 0) throw new ArgumentException($"Rotary positions turn an even number of the {headSize} features of a head, not a share of {Share}.");
        Scaling?.Check(size);
    }
}
