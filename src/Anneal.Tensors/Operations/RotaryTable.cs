using System.Collections.Concurrent;
using System.Numerics;

namespace Anneal.Tensors.Operations;

/// <summary>Cosines and sines of position * base^(-2i / size), kept for all calls with one base and size; grows with the positions asked for.</summary>
internal sealed class RotaryTable
{
    private const int FirstPositions = 256;
    private static readonly ConcurrentDictionary<(double Base, int Size, DType DType), RotaryTable> Tables = new();

    private RotaryTable(Tensor cos, Tensor sin)
    {
        Cos = cos;
        Sin = sin;
    }

    /// <summary>[positions, size / 2].</summary>
    public Tensor Cos { get; }

    /// <summary>[positions, size / 2].</summary>
    public Tensor Sin { get; }

    /// <summary>A table with at least this many positions.</summary>
    public static RotaryTable Get(double @base, int size, int positions, DType dtype)
    {
        (double, int, DType) key = (@base, size, dtype);
        if (Tables.TryGetValue(key, out RotaryTable? table) && table.Cos.Shape[0] >= positions) return table;
        int length = (int)Math.Min(int.MaxValue, BitOperations.RoundUpToPowerOf2((uint)Math.Max(positions, FirstPositions)));
        return Tables[key] = dtype == DType.Float32 ? Make<float>(@base, size, length) : Make<double>(@base, size, length);
    }

    private static unsafe RotaryTable Make<T>(double @base, int size, int positions)
        where T : unmanaged, INumber<T>
    {
        int half = size / 2;
        Tensor cos = Tensor.Uninitialized([positions, half], DTypeFacts.Of<T>()), sin = Tensor.Uninitialized([positions, half], DTypeFacts.Of<T>());
        TensorScope.KeepForever(cos);
        TensorScope.KeepForever(sin);
        T* c = cos.Pointer<T>(), s = sin.Pointer<T>();
        for (int i = 0; i < half; i++)
        {
            double speed = Math.Pow(@base, -2.0 * i / size);
            for (int p = 0; p < positions; p++)
            {
                (double sine, double cosine) = Math.SinCos(p * speed);
                c[((long)p * half) + i] = T.CreateTruncating(cosine);
                s[((long)p * half) + i] = T.CreateTruncating(sine);
            }
        }
        return new RotaryTable(cos, sin);
    }
}
