using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Dot products of a few rows with a few others, all of which lie in memory one number after another.</summary>
/// <remarks>Each is summed in the order of <see cref="VectorProduct{TLanes, V, T}"/>, so a row's products are the same alone and among others.</remarks>
internal static unsafe class DotRows<TLanes, V, T>
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    private const int Tall = 4;
    private const int Wide = 2;

    /// <param name="a">[rows, k].</param>
    /// <param name="aStride">From one of its rows to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="b">[columns, k].</param>
    /// <param name="bStride">From one of its rows to the next.</param>
    /// <param name="columns">How many.</param>
    /// <param name="k">The length of all.</param>
    /// <param name="sums">[rows, columns]; what lies behind a row, up to a multiple of four, is overwritten.</param>
    /// <param name="sumsStride">From one of its rows to the next.</param>
    public static void Run(T* a, nint aStride, int rows, T* b, nint bStride, int columns, nint k, T* sums, nint sumsStride)
    {
        int row = 0;
        for (; row + Tall <= rows; row += Tall)
        {
            // Beyond the last column the last is computed again.
            for (int column = 0; column < columns; column += Wide)
                FourByTwo(a + (row * aStride), aStride, b + (column * bStride), column + 1 < columns ? bStride : 0, k, sums + (row * sumsStride) + column, sumsStride);
        }
        for (; row < rows; row++) VectorProduct<TLanes, V, T>.Dots(a + (row * aStride), b, bStride, k, columns, sums + (row * sumsStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByTwo(T* a, nint aStride, T* b, nint bStride, nint k, T* sums, nint sumsStride)
    {
        T* a1 = a + aStride;
        T* a2 = a1 + aStride;
        T* a3 = a2 + aStride;
        T* b1 = b + bStride;
        V s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        nint whole = k / TLanes.Count * TLanes.Count;
        for (nint p = 0; p < whole; p += TLanes.Count)
        {
            V w = TLanes.Load(b + p), v = TLanes.Load(b1 + p), x = TLanes.Load(a + p);
            s00 = TLanes.MultiplyAdd(x, w, s00);
            s01 = TLanes.MultiplyAdd(x, v, s01);
            x = TLanes.Load(a1 + p);
            s10 = TLanes.MultiplyAdd(x, w, s10);
            s11 = TLanes.MultiplyAdd(x, v, s11);
            x = TLanes.Load(a2 + p);
            s20 = TLanes.MultiplyAdd(x, w, s20);
            s21 = TLanes.MultiplyAdd(x, v, s21);
            x = TLanes.Load(a3 + p);
            s30 = TLanes.MultiplyAdd(x, w, s30);
            s31 = TLanes.MultiplyAdd(x, v, s31);
        }
        int rest = (int)(k - whole);
        if (rest > 0)
        {
            V w = TLanes.LoadPart(b + whole, rest), v = TLanes.LoadPart(b1 + whole, rest), x = TLanes.LoadPart(a + whole, rest);
            s00 = TLanes.MultiplyAdd(x, w, s00);
            s01 = TLanes.MultiplyAdd(x, v, s01);
            x = TLanes.LoadPart(a1 + whole, rest);
            s10 = TLanes.MultiplyAdd(x, w, s10);
            s11 = TLanes.MultiplyAdd(x, v, s11);
            x = TLanes.LoadPart(a2 + whole, rest);
            s20 = TLanes.MultiplyAdd(x, w, s20);
            s21 = TLanes.MultiplyAdd(x, v, s21);
            x = TLanes.LoadPart(a3 + whole, rest);
            s30 = TLanes.MultiplyAdd(x, w, s30);
            s31 = TLanes.MultiplyAdd(x, v, s31);
        }
        sums[0] = TLanes.Sum(s00);
        sums[1] = TLanes.Sum(s01);
        sums += sumsStride;
        sums[0] = TLanes.Sum(s10);
        sums[1] = TLanes.Sum(s11);
        sums += sumsStride;
        sums[0] = TLanes.Sum(s20);
        sums[1] = TLanes.Sum(s21);
        sums += sumsStride;
        sums[0] = TLanes.Sum(s30);
        sums[1] = TLanes.Sum(s31);
    }
}
