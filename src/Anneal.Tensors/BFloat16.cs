using System.Globalization;

namespace Anneal.Tensors;

/// <summary>A 16-bit float with the exponent of a 32-bit one: the upper half of its bits, 8 of precision.</summary>
public readonly struct BFloat16 : IEquatable<BFloat16>
{
    private readonly ushort bits;

    private BFloat16(ushort bits) => this.bits = bits;

    /// <summary>The 16 bits.</summary>
    public ushort Bits => bits;

    /// <summary>A value from its 16 bits.</summary>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>Rounds to the nearest, ties to even; NaN stays NaN.</summary>
    public static explicit operator BFloat16(float value)
    {
        uint raw = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return new((ushort)((raw >> 16) | 0x40)); // keep it a quiet NaN when the low bits go
        return new((ushort)((raw + 0x7FFF + ((raw >> 16) & 1)) >> 16));
    }

    /// <summary>Exact.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.bits << 16);

    /// <summary>Compares values as floats do: NaN differs from itself, and the zeros are equal.</summary>
    public static bool operator ==(BFloat16 a, BFloat16 b) => (float)a == (float)b;

    /// <summary>The opposite of ==.</summary>
    public static bool operator !=(BFloat16 a, BFloat16 b) => !(a == b);

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => bits == other.bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => bits;

    /// <inheritdoc/>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
