using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>How 16-bit floats become 32-bit ones, 16 at a time.</summary>
internal unsafe interface IHalfLanes
{
    static abstract Vector512<float> Load(byte* from);
}

/// <summary>IEEE halves: exact for all finite numbers. .NET has no instruction for it, so the bits are put in their places.</summary>
internal readonly unsafe struct HalfLanes : IHalfLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* from)
    {
        // Sign, exponent and mantissa go where a float has them; the exponent's bias grows by 112. A subnormal half has no hidden one:
        // it gets one (as the float 2^-14 + its value), which is then subtracted. Multiplying by 2^112 instead would do the same in one
        // step, but processors take a hundred times as long for subnormal floats.
        Vector512<int> bits = Widen(from) << 13, magnitude = bits & Vector512.Create(0x0FFFE000);
        Vector512<float> number = (magnitude + Vector512.Create(112 << 23)).AsSingle(), subnormal = (magnitude + Vector512.Create(113 << 23)).AsSingle() - Vector512.Create(113 << 23).AsSingle();
        number = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(1 << 23)).AsSingle(), subnormal, number);
        return (number.AsInt32() | (bits & Vector512.Create(int.MinValue))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Widen(byte* from)
    {
        Vector256<short> halves = Vector256.Load((short*)from);
        return Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(halves) : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
    }
}

/// <summary>Upper halves of floats.</summary>
internal readonly unsafe struct BFloat16Lanes : IHalfLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* from)
    {
        Vector256<ushort> halves = Vector256.Load((ushort*)from);
        Vector512<uint> bits = Avx512F.IsSupported ? Avx512F.ConvertToVector512UInt32(halves) : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return (bits << 16).AsSingle();
    }
}

/// <summary>Some rows of 16-bit floats times a row of activations. Rows of any length, at any address.</summary>
internal readonly unsafe struct HalfProduct<TLanes> : IRowProduct
    where TLanes : struct, IHalfLanes
{
    private const int RowsTogether = 4;
    private const int Lanes = 16;

    public static long PreparedBytes(int columns) => ((4L * columns) + 127) & ~63L;

    /// <summary>As it is, with zeros up to a whole vector.</summary>
    public static void Prepare(float* x, int columns, byte* to)
    {
        Unsafe.CopyBlockUnaligned(to, x, checked((uint)columns * 4));
        for (int i = columns; i % Lanes != 0; i++) ((float*)to)[i] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, nint rowBytes, int count, int columns, byte* prepared, float* y)
    {
        float* x = (float*)prepared;
        int whole = columns / Lanes * Lanes;
        byte* rest = stackalloc byte[2 * Lanes * RowsTogether];
        for (int row = 0; row < count; row += RowsTogether)
        {
            // Beyond the last row the last is computed again; its sums are not kept.
            byte* w0 = rows + (row * rowBytes);
            byte* w1 = rows + (Math.Min(row + 1, count - 1) * rowBytes);
            byte* w2 = rows + (Math.Min(row + 2, count - 1) * rowBytes);
            byte* w3 = rows + (Math.Min(row + 3, count - 1) * rowBytes);
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int i = 0; i < whole; i += Lanes)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(w0 + (2 * i) + (RowsTogether * rowBytes));
                    Sse.Prefetch0(w1 + (2 * i) + (RowsTogether * rowBytes));
                    Sse.Prefetch0(w2 + (2 * i) + (RowsTogether * rowBytes));
                    Sse.Prefetch0(w3 + (2 * i) + (RowsTogether * rowBytes));
                }
                Vector512<float> xs = Vector512.Load(x + i);
                s0 = TileLanes512.MultiplyAdd(TLanes.Load(w0 + (2 * i)), xs, s0);
                s1 = TileLanes512.MultiplyAdd(TLanes.Load(w1 + (2 * i)), xs, s1);
                s2 = TileLanes512.MultiplyAdd(TLanes.Load(w2 + (2 * i)), xs, s2);
                s3 = TileLanes512.MultiplyAdd(TLanes.Load(w3 + (2 * i)), xs, s3);
            }
            if (whole < columns)
            {
                new Span<byte>(rest, 2 * Lanes * RowsTogether).Clear();
                int bytes = 2 * (columns - whole);
                Buffer.MemoryCopy(w0 + (2 * whole), rest, bytes, bytes);
                Buffer.MemoryCopy(w1 + (2 * whole), rest + (2 * Lanes), bytes, bytes);
                Buffer.MemoryCopy(w2 + (2 * whole), rest + (4 * Lanes), bytes, bytes);
                Buffer.MemoryCopy(w3 + (2 * whole), rest + (6 * Lanes), bytes, bytes);
                Vector512<float> xs = Vector512.Load(x + whole);
                s0 = TileLanes512.MultiplyAdd(TLanes.Load(rest), xs, s0);
                s1 = TileLanes512.MultiplyAdd(TLanes.Load(rest + (2 * Lanes)), xs, s1);
                s2 = TileLanes512.MultiplyAdd(TLanes.Load(rest + (4 * Lanes)), xs, s2);
                s3 = TileLanes512.MultiplyAdd(TLanes.Load(rest + (6 * Lanes)), xs, s3);
            }
            int left = count - row;
            y[row] = TileLanes512.Sum(s0);
            if (left > 1) y[row + 1] = TileLanes512.Sum(s1);
            if (left > 2) y[row + 2] = TileLanes512.Sum(s2);
            if (left > 3) y[row + 3] = TileLanes512.Sum(s3);
        }
    }
}
