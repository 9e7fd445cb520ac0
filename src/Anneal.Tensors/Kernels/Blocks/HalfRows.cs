using System.Numerics.Tensors;

namespace Anneal.Tensors.Kernels;

/// <summary>Runs of half-precision numbers into floats and back, at any address.</summary>
internal static unsafe class HalfRows
{
    private const int Chunk = 1 << 20;

    public static void Widen(byte* from, float* to, long count)
    {
        for (long i = 0; i < count; i += Chunk)
        {
            int length = (int)Math.Min(Chunk, count - i);
            TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(from + (i * 2), length), new Span<float>(to + i, length));
        }
    }

    public static void Narrow(float* from, byte* to, long count)
    {
        for (long i = 0; i < count; i += Chunk)
        {
            int length = (int)Math.Min(Chunk, count - i);
            TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>(from + i, length), new Span<Half>(to + (i * 2), length));
        }
    }
}
