using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>Moves 4 neighbouring pixels of as many channels as a register has lanes between an image, where a channel is a plane, and registers, where a channel is a lane.</summary>
internal static unsafe class ChannelBlock<L, V>
    where L : struct, ILanes<V, float>
    where V : struct
{
    /// <summary>Lane i of <paramref name="p0"/> .. <paramref name="p3"/> becomes pixel 0..3 of channel i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(float* pixels, nint plane, out V p0, out V p1, out V p2, out V p3)
    {
        if (typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported)
        {
            Transpose(
                Quarters(pixels, 4 * plane), Quarters(pixels + plane, 4 * plane), Quarters(pixels + (2 * plane), 4 * plane), Quarters(pixels + (3 * plane), 4 * plane),
                out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d);
            (p0, p1, p2, p3) = ((V)(object)a, (V)(object)b, (V)(object)c, (V)(object)d);
            return;
        }
        if (typeof(V) == typeof(Vector256<float>) && Avx.IsSupported)
        {
            Transpose(
                Halves(pixels, 4 * plane), Halves(pixels + plane, 4 * plane), Halves(pixels + (2 * plane), 4 * plane), Halves(pixels + (3 * plane), 4 * plane),
                out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d);
            (p0, p1, p2, p3) = ((V)(object)a, (V)(object)b, (V)(object)c, (V)(object)d);
            return;
        }
        float* turned = stackalloc float[4 * L.Count];
        for (int i = 0; i < L.Count; i++)
            for (int p = 0; p < 4; p++) turned[(p * L.Count) + i] = pixels[(i * plane) + p];
        p0 = L.Load(turned);
        p1 = L.Load(turned + L.Count);
        p2 = L.Load(turned + (2 * L.Count));
        p3 = L.Load(turned + (3 * L.Count));
    }

    /// <summary>The reverse of <see cref="Load"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* pixels, nint plane, V p0, V p1, V p2, V p3)
    {
        if (typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported)
        {
            Transpose(
                (Vector512<float>)(object)p0, (Vector512<float>)(object)p1, (Vector512<float>)(object)p2, (Vector512<float>)(object)p3,
                out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d);
            StoreQuarters(a, pixels, 4 * plane);
            StoreQuarters(b, pixels + plane, 4 * plane);
            StoreQuarters(c, pixels + (2 * plane), 4 * plane);
            StoreQuarters(d, pixels + (3 * plane), 4 * plane);
            return;
        }
        if (typeof(V) == typeof(Vector256<float>) && Avx.IsSupported)
        {
            Transpose(
                (Vector256<float>)(object)p0, (Vector256<float>)(object)p1, (Vector256<float>)(object)p2, (Vector256<float>)(object)p3,
                out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d);
            StoreHalves(a, pixels, 4 * plane);
            StoreHalves(b, pixels + plane, 4 * plane);
            StoreHalves(c, pixels + (2 * plane), 4 * plane);
            StoreHalves(d, pixels + (3 * plane), 4 * plane);
            return;
        }
        float* turned = stackalloc float[4 * L.Count];
        L.Store(turned, p0);
        L.Store(turned + L.Count, p1);
        L.Store(turned + (2 * L.Count), p2);
        L.Store(turned + (3 * L.Count), p3);
        for (int i = 0; i < L.Count; i++)
            for (int p = 0; p < 4; p++) pixels[(i * plane) + p] = turned[(p * L.Count) + i];
    }

    /// <summary>4 pixels of channels 0, 4, 8 and 12 (counted from the pointer), a quarter of the register each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* pixels, nint step) =>
        Vector512.Create(Halves(pixels, step), Halves(pixels + (2 * step), step));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* pixels, nint step) => Vector256.Create(Vector128.Load(pixels), Vector128.Load(pixels + step));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreQuarters(Vector512<float> x, float* pixels, nint step)
    {
        StoreHalves(x.GetLower(), pixels, step);
        StoreHalves(x.GetUpper(), pixels + (2 * step), step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalves(Vector256<float> x, float* pixels, nint step)
    {
        x.GetLower().Store(pixels);
        x.GetUpper().Store(pixels + step);
    }

    /// <summary>Transposes 4 x 4 numbers within each quarter: pairs of rows are interleaved, then pairs of pairs. It is its own reverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector512<float> r0, Vector512<float> r1, Vector512<float> r2, Vector512<float> r3,
        out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3)
    {
        Vector512<float> low01 = Avx512F.UnpackLow(r0, r1), high01 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> low23 = Avx512F.UnpackLow(r2, r3), high23 = Avx512F.UnpackHigh(r2, r3);
        c0 = Avx512F.Shuffle(low01, low23, 0b01_00_01_00);
        c1 = Avx512F.Shuffle(low01, low23, 0b11_10_11_10);
        c2 = Avx512F.Shuffle(high01, high23, 0b01_00_01_00);
        c3 = Avx512F.Shuffle(high01, high23, 0b11_10_11_10);
    }

    /// <summary>As above, within each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        Vector256<float> low01 = Avx.UnpackLow(r0, r1), high01 = Avx.UnpackHigh(r0, r1);
        Vector256<float> low23 = Avx.UnpackLow(r2, r3), high23 = Avx.UnpackHigh(r2, r3);
        c0 = Avx.Shuffle(low01, low23, 0b01_00_01_00);
        c1 = Avx.Shuffle(low01, low23, 0b11_10_11_10);
        c2 = Avx.Shuffle(high01, high23, 0b01_00_01_00);
        c3 = Avx.Shuffle(high01, high23, 0b11_10_11_10);
    }
}
