namespace Anneal.Tensors;

/// <summary>The type of the elements of a <see cref="Tensor"/>.</summary>
public enum DType : byte
{
    /// <summary>32-bit IEEE float: the type that models compute in.</summary>
    Float32,

    /// <summary>64-bit IEEE float: used to check gradients; right rather than fast.</summary>
    Float64,

    /// <summary>16-bit IEEE float: a storage type, widened before arithmetic.</summary>
    Float16,

    /// <summary>The upper half of a 32-bit float: a storage type, widened before arithmetic.</summary>
    BFloat16,

    /// <summary>64-bit signed integer: class labels, token ids, indices.</summary>
    Int64,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>8-bit unsigned integer: pixels, quantised values.</summary>
    UInt8,

    /// <summary>One byte, 0 or 1: masks, results of comparisons.</summary>
    Bool,
}

/// <summary>Facts about each <see cref="DType"/>.</summary>
public static class DTypeFacts
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Float64 or DType.Int64 => 8,
        DType.Float32 or DType.Int32 => 4,
        DType.Float16 or DType.BFloat16 => 2,
        DType.UInt8 or DType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Unknown element type."),
    };

    /// <summary>True for the four floating-point types.</summary>
    public static bool IsFloat(this DType dtype) => dtype <= DType.BFloat16;

    /// <summary>True for the types that arithmetic and gradients run in: float32 and float64.</summary>
    public static bool IsDifferentiable(this DType dtype) => dtype <= DType.Float64;

    /// <summary>The <see cref="DType"/> that stores <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No tensor stores this type.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return DType.Float32;
        if (typeof(T) == typeof(double)) return DType.Float64;
        if (typeof(T) == typeof(long)) return DType.Int64;
        if (typeof(T) == typeof(int)) return DType.Int32;
        if (typeof(T) == typeof(byte)) return DType.UInt8;
        if (typeof(T) == typeof(bool)) return DType.Bool;
        if (typeof(T) == typeof(Half)) return DType.Float16;
        if (typeof(T) == typeof(BFloat16)) return DType.BFloat16;
        throw new NotSupportedException($"A tensor can't hold elements of type {typeof(T).Name}; use float, double, Half, BFloat16, long, int, byte or bool.");
    }

    /// <summary>The type that a binary operation on the two computes in: the wider of two floats, a float over any integer, the wider integer.</summary>
    public static DType Promote(DType a, DType b)
    {
        if (a == b) return a;
        if (a.IsFloat() && b.IsFloat())
        {
            if (a == DType.Float64 || b == DType.Float64) return DType.Float64;
            return DType.Float32; // float32 with a half, or the two different halves
        }
        if (a.IsFloat()) return a;
        if (b.IsFloat()) return b;
        return (DType)Math.Min((byte)a, (byte)b); // Int64 < Int32 < UInt8 < Bool: the smaller number is the wider type
    }
}
