using System.Numerics;

namespace Anneal.Tensors.Operations;

/// <summary>Cosines and sines of the angles of each position.</summary>
internal sealed class RotaryTable
{
    private const int FirstPositions = 256;

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
    public static RotaryTable Make(RotaryAngles angles, int positions, DType dtype)
    {
        int length = (int)Math.Min(1 << 30, BitOperations.RoundUpToPowerOf2((uint)Math.Max(positions, FirstPositions)));
        return dtype == DType.Float32 ? Make<float>(angles, length) : Make<double>(angles, length);
    }

    private static unsafe RotaryTable Make<T>(RotaryAngles angles, int positions)
        where T : unmanaged, INumber<T>
    {
        int half = angles.Speeds.Length;
        Tensor cos = Tensor.Uninitialized([positions, half], DTypeFacts.Of<T>()), sin = Tensor.Uninitialized([positions, half], DTypeFacts.Of<T>());
        TensorScope.KeepForever(cos);
        TensorScope.KeepForever(sin);
        T* c = cos.Pointer<T>(), s = sin.Pointer<T>();
        for (int i = 0; i < half; i++)
        {
            for (int p = 0; p < positions; p++)
            {
                (double sine, double cosine) = Math.SinCos(p * angles.Speeds[i]);
                c[((long)p * half) + i] = T.CreateTruncating(cosine * angles.Magnitude);
                s[((long)p * half) + i] = T.CreateTruncating(sine * angles.Magnitude);
            }
        }
        return new RotaryTable(cos, sin);
    }
}
