using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Runs of bfloat16 numbers into floats and back, at any address.</summary>
internal static unsafe class BFloat16Rows
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(byte* from, float* to, long count)
    {
        long i = 0;
        for (; i + 16 <= count; i += 16) Vector512.Store(WidenSixteen(from + (2 * i)), (uint*)to + i);
        for (; i < count; i++) to[i] = BFloat16.FromBits(Unsafe.ReadUnaligned<ushort>(from + (2 * i)));
    }

    public static void Narrow(float* from, byte* to, long count)
    {
        for (long i = 0; i < count; i++) Unsafe.WriteUnaligned(to + (2 * i), ((BFloat16)from[i]).Bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> WidenSixteen(byte* from)
    {
        var (low, high) = Vector256.Widen(Vector256.Load((ushort*)from));
        return Vector512.Create(low << 16, high << 16);
    }
}
