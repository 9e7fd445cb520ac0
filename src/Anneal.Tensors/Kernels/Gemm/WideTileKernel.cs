using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The innermost loop for wide products: a tile of C of up to 8 rows by 3 vectors.</summary>
/// <remarks>
/// As <see cref="TileKernel{TLanes, V, T}"/>, whose tile of 12 x 2 needs 14 loads for 24 multiply-adds where this one needs 11. Both keep the
/// multipliers busy for 12 cycles, but fewer loads leave more room when another process shares the core: 7 to 30 % faster
/// then. (One class for both would have more locals than the compiler keeps track of.)
/// </remarks>
internal static unsafe class WideTileKernel<TLanes, V, T>
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <inheritdoc cref="TileKernel{TLanes, V, T}.Run{TRows, TColumns, TLayout}"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TLayout>(nint k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint ldc, T* from, nint fromStep)
        where TRows : ICount
        where TLayout : ICount
    {
        V c00 = default, c01 = default, c02 = default;
        V c10 = default, c11 = default, c12 = default;
        V c20 = default, c21 = default, c22 = default;
        V c30 = default, c31 = default, c32 = default;
        V c40 = default, c41 = default, c42 = default;
        V c50 = default, c51 = default, c52 = default;
        V c60 = default, c61 = default, c62 = default;
        V c70 = default, c71 = default, c72 = default;

        if (TLayout.Value == (int)TileLayout.Strip) aRow = 1;
        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        T* a4 = a + (4 * aRow);
        nint known = TLayout.Value switch { (int)TileLayout.Rows => 1, (int)TileLayout.Strip => TLanes.StripStep, _ => 0 };
        if (TLayout.Value != (int)TileLayout.Any) aStep = known;
        for (; k >= 4; k -= 4)
        {
            Step<TRows>(
                0, a, a4, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32,
                ref c40, ref c41, ref c42, ref c50, ref c51, ref c52, ref c60, ref c61, ref c62, ref c70, ref c71, ref c72);
            if (TLayout.Value == (int)TileLayout.Any) Advance<TRows>(ref a, ref a4, aStep);
            b += bStep;
            Step<TRows>(
                known, a, a4, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32,
                ref c40, ref c41, ref c42, ref c50, ref c51, ref c52, ref c60, ref c61, ref c62, ref c70, ref c71, ref c72);
            if (TLayout.Value == (int)TileLayout.Any) Advance<TRows>(ref a, ref a4, aStep);
            b += bStep;
            Step<TRows>(
                2 * known, a, a4, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32,
                ref c40, ref c41, ref c42, ref c50, ref c51, ref c52, ref c60, ref c61, ref c62, ref c70, ref c71, ref c72);
            if (TLayout.Value == (int)TileLayout.Any) Advance<TRows>(ref a, ref a4, aStep);
            b += bStep;
            Step<TRows>(
                3 * known, a, a4, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32,
                ref c40, ref c41, ref c42, ref c50, ref c51, ref c52, ref c60, ref c61, ref c62, ref c70, ref c71, ref c72);
            Advance<TRows>(ref a, ref a4, TLayout.Value == (int)TileLayout.Any ? aStep : 4 * known);
            b += bStep;
        }
        for (; k > 0; k--)
        {
            Step<TRows>(
                0, a, a4, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32,
                ref c40, ref c41, ref c42, ref c50, ref c51, ref c52, ref c60, ref c61, ref c62, ref c70, ref c71, ref c72);
            Advance<TRows>(ref a, ref a4, aStep);
            b += bStep;
        }

        bool add = from is not null;
        StoreRow(c, from, c00, c01, c02, add);
        if (TRows.Value > 1) StoreRow(c += ldc, from += fromStep, c10, c11, c12, add);
        if (TRows.Value > 2) StoreRow(c += ldc, from += fromStep, c20, c21, c22, add);
        if (TRows.Value > 3) StoreRow(c += ldc, from += fromStep, c30, c31, c32, add);
        if (TRows.Value > 4) StoreRow(c += ldc, from += fromStep, c40, c41, c42, add);
        if (TRows.Value > 5) StoreRow(c += ldc, from += fromStep, c50, c51, c52, add);
        if (TRows.Value > 6) StoreRow(c += ldc, from += fromStep, c60, c61, c62, add);
        if (TRows.Value > 7) StoreRow(c += ldc, from += fromStep, c70, c71, c72, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance<TRows>(ref T* a, ref T* a4, nint step)
        where TRows : ICount
    {
        a += step;
        if (TRows.Value > 4) a4 += step;
    }

    /// <summary>One step along k: a row of B times a column of A, <paramref name="at"/> elements on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TRows>(
        nint at, T* a, T* a4, nint aRow, nint aRow2, nint aRow3, T* b,
        ref V c00, ref V c01, ref V c02, ref V c10, ref V c11, ref V c12, ref V c20, ref V c21, ref V c22, ref V c30, ref V c31, ref V c32,
        ref V c40, ref V c41, ref V c42, ref V c50, ref V c51, ref V c52, ref V c60, ref V c61, ref V c62, ref V c70, ref V c71, ref V c72)
        where TRows : ICount
    {
        V b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count), b2 = TLanes.Load(b + (2 * TLanes.Count));
        Row(a + at, b0, b1, b2, ref c00, ref c01, ref c02);
        if (TRows.Value > 1) Row(a + aRow + at, b0, b1, b2, ref c10, ref c11, ref c12);
        if (TRows.Value > 2) Row(a + aRow2 + at, b0, b1, b2, ref c20, ref c21, ref c22);
        if (TRows.Value > 3) Row(a + aRow3 + at, b0, b1, b2, ref c30, ref c31, ref c32);
        if (TRows.Value > 4) Row(a4 + at, b0, b1, b2, ref c40, ref c41, ref c42);
        if (TRows.Value > 5) Row(a4 + aRow + at, b0, b1, b2, ref c50, ref c51, ref c52);
        if (TRows.Value > 6) Row(a4 + aRow2 + at, b0, b1, b2, ref c60, ref c61, ref c62);
        if (TRows.Value > 7) Row(a4 + aRow3 + at, b0, b1, b2, ref c70, ref c71, ref c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(T* a, V b0, V b1, V b2, ref V c0, ref V c1, ref V c2)
    {
        V x = TLanes.Broadcast(a);
        c0 = TLanes.MultiplyAdd(x, b0, c0);
        c1 = TLanes.MultiplyAdd(x, b1, c1);
        c2 = TLanes.MultiplyAdd(x, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(T* c, T* from, V first, V second, V third, bool add)
    {
        if (add)
        {
            first = TLanes.Add(TLanes.Load(from), first);
            second = TLanes.Add(TLanes.Load(from + TLanes.Count), second);
            third = TLanes.Add(TLanes.Load(from + (2 * TLanes.Count)), third);
        }
        TLanes.Store(c, first);
        TLanes.Store(c + TLanes.Count, second);
        TLanes.Store(c + (2 * TLanes.Count), third);
    }
}
