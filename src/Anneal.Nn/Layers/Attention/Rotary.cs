using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>How <see cref="MultiHeadAttention"/> turns queries and keys by their positions.</summary>
/// <remarks>Su et al., "RoFormer", 2021.</remarks>
/// <param name="Base">How slowly the last pair turns.</param>
/// <param name="Size">Features of a head that are turned, from the first on; null for all.</param>
/// <param name="Interleaved">Pairs are (2i, 2i + 1); otherwise (i, i + size / 2) as Llama's weights expect.</param>
public sealed record Rotary(double Base = 10_000, int? Size = null, bool Interleaved = false)
{
    /// <summary>Turns heads <c>[batch, heads, time, size]</c>.</summary>
    internal Tensor Apply(Tensor heads) => heads.RotaryPositions(0, Base, Size, Interleaved);

    /// <summary>Turns the queries and keys of a packed projection.</summary>
    internal Tensor ApplyPacked(Tensor packed, int heads, int keyHeads) => packed.PackedRotaryPositions(heads, keyHeads, Base, Size, Interleaved);
}
