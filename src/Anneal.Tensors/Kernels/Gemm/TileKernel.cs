using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>A number known to the JIT: one body, compiled anew (and with its dead branches gone) for each.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

internal readonly struct Count1 : ICount
{
    public static int Value => 1;
}

internal readonly struct Count2 : ICount
{
    public static int Value => 2;
}

internal readonly struct Count3 : ICount
{
    public static int Value => 3;
}

internal readonly struct Count4 : ICount
{
    public static int Value => 4;
}

internal readonly struct Count5 : ICount
{
    public static int Value => 5;
}

internal readonly struct Count6 : ICount
{
    public static int Value => 6;
}

internal readonly struct Count7 : ICount
{
    public static int Value => 7;
}

internal readonly struct Count8 : ICount
{
    public static int Value => 8;
}

internal readonly struct Count9 : ICount
{
    public static int Value => 9;
}

internal readonly struct Count10 : ICount
{
    public static int Value => 10;
}

internal readonly struct Count11 : ICount
{
    public static int Value => 11;
}

internal readonly struct Count12 : ICount
{
    public static int Value => 12;
}

/// <summary>The innermost loop: a tile of C of up to 12 rows by 1 or 2 vectors that lives in registers while k runs.</summary>
/// <remarks>
/// Each step loads one or two vectors of a row of B, and for each row of the tile spreads one element of A over a register
/// and multiplies and adds. With 12 x 2 sums that is 24 multiply-adds for 14 loads, which keeps both multipliers busy for
/// 12 cycles; the sums, two vectors of B and one of A fill 27 of the 32 registers. A and B come with strides, so packed panels and
/// matrices as they lie in memory go through the same code.
/// </remarks>
internal static unsafe class TileKernel<TLanes, V, T>
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>C[rows, columns] = A[rows, k] · B[k, columns], plus what is to be added; <c>columns</c> is TColumns vectors.</summary>
    /// <remarks>TLayout is what is known about A, a <see cref="TileLayout"/>.</remarks>
    /// <param name="k">The length of the sums.</param>
    /// <param name="a">Element (0, 0) of A.</param>
    /// <param name="aRow">From one row of A to the next.</param>
    /// <param name="aStep">From one column of A to the next.</param>
    /// <param name="b">Element (0, 0) of B; columns lie side by side.</param>
    /// <param name="bStep">From one row of B to the next.</param>
    /// <param name="c">Element (0, 0) of C.</param>
    /// <param name="ldc">From one row of C to the next.</param>
    /// <param name="from">What is added to the product: the tile of C itself, biases, or null for nothing.</param>
    /// <param name="fromStep">From one row of that to the next; 0 adds the same row to all.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TColumns, TLayout>(nint k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint ldc, T* from, nint fromStep)
        where TRows : ICount
        where TColumns : ICount
        where TLayout : ICount
    {
        V c00 = default, c01 = default;
        V c10 = default, c11 = default;
        V c20 = default, c21 = default;
        V c30 = default, c31 = default;
        V c40 = default, c41 = default;
        V c50 = default, c51 = default;
        V c60 = default, c61 = default;
        V c70 = default, c71 = default;
        V c80 = default, c81 = default;
        V c90 = default, c91 = default;
        V c100 = default, c101 = default;
        V c110 = default, c111 = default;

        // Three base pointers and three multiples of the stride reach all twelve rows with plain [base + index] addresses.
        if (TLayout.Value == (int)TileLayout.Strip) aRow = 1;
        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        T* a4 = a + (4 * aRow);
        T* a8 = a4 + (4 * aRow);

        // Four steps at a time. Where the step of A is known, the address takes it in as a constant, for free.
        nint known = TLayout.Value switch { (int)TileLayout.Rows => 1, (int)TileLayout.Strip => TLanes.StripStep, _ => 0 };
        if (TLayout.Value != (int)TileLayout.Any) aStep = known;
        for (; k >= 4; k -= 4)
        {
            Step<TRows, TColumns>(
                0, a, a4, a8, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51,
                ref c60, ref c61, ref c70, ref c71, ref c80, ref c81, ref c90, ref c91, ref c100, ref c101, ref c110, ref c111);
            if (TLayout.Value == (int)TileLayout.Any) Advance<TRows>(ref a, ref a4, ref a8, aStep);
            b += bStep;
            Step<TRows, TColumns>(
                known, a, a4, a8, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51,
                ref c60, ref c61, ref c70, ref c71, ref c80, ref c81, ref c90, ref c91, ref c100, ref c101, ref c110, ref c111);
            if (TLayout.Value == (int)TileLayout.Any) Advance<TRows>(ref a, ref a4, ref a8, aStep);
            b += bStep;
            Step<TRows, TColumns>(
                2 * known, a, a4, a8, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51,
                ref c60, ref c61, ref c70, ref c71, ref c80, ref c81, ref c90, ref c91, ref c100, ref c101, ref c110, ref c111);
            if (TLayout.Value == (int)TileLayout.Any) Advance<TRows>(ref a, ref a4, ref a8, aStep);
            b += bStep;
            Step<TRows, TColumns>(
                3 * known, a, a4, a8, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51,
                ref c60, ref c61, ref c70, ref c71, ref c80, ref c81, ref c90, ref c91, ref c100, ref c101, ref c110, ref c111);
            Advance<TRows>(ref a, ref a4, ref a8, TLayout.Value == (int)TileLayout.Any ? aStep : 4 * known);
            b += bStep;
        }
        for (; k > 0; k--)
        {
            Step<TRows, TColumns>(
                0, a, a4, a8, aRow, aRow2, aRow3, b,
                ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51,
                ref c60, ref c61, ref c70, ref c71, ref c80, ref c81, ref c90, ref c91, ref c100, ref c101, ref c110, ref c111);
            Advance<TRows>(ref a, ref a4, ref a8, aStep);
            b += bStep;
        }

        bool add = from is not null;
        StoreRow<TColumns>(c, from, c00, c01, add);
        if (TRows.Value > 1) StoreRow<TColumns>(c += ldc, from += fromStep, c10, c11, add);
        if (TRows.Value > 2) StoreRow<TColumns>(c += ldc, from += fromStep, c20, c21, add);
        if (TRows.Value > 3) StoreRow<TColumns>(c += ldc, from += fromStep, c30, c31, add);
        if (TRows.Value > 4) StoreRow<TColumns>(c += ldc, from += fromStep, c40, c41, add);
        if (TRows.Value > 5) StoreRow<TColumns>(c += ldc, from += fromStep, c50, c51, add);
        if (TRows.Value > 6) StoreRow<TColumns>(c += ldc, from += fromStep, c60, c61, add);
        if (TRows.Value > 7) StoreRow<TColumns>(c += ldc, from += fromStep, c70, c71, add);
        if (TRows.Value > 8) StoreRow<TColumns>(c += ldc, from += fromStep, c80, c81, add);
        if (TRows.Value > 9) StoreRow<TColumns>(c += ldc, from += fromStep, c90, c91, add);
        if (TRows.Value > 10) StoreRow<TColumns>(c += ldc, from += fromStep, c100, c101, add);
        if (TRows.Value > 11) StoreRow<TColumns>(c += ldc, from += fromStep, c110, c111, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance<TRows>(ref T* a, ref T* a4, ref T* a8, nint step)
        where TRows : ICount
    {
        a += step;
        if (TRows.Value > 4) a4 += step;
        if (TRows.Value > 8) a8 += step;
    }

    /// <summary>One step along k: a row of B times a column of A, <paramref name="at"/> elements on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TRows, TColumns>(
        nint at, T* a, T* a4, T* a8, nint aRow, nint aRow2, nint aRow3, T* b,
        ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21,
        ref V c30, ref V c31, ref V c40, ref V c41, ref V c50, ref V c51,
        ref V c60, ref V c61, ref V c70, ref V c71, ref V c80, ref V c81,
        ref V c90, ref V c91, ref V c100, ref V c101, ref V c110, ref V c111)
        where TRows : ICount
        where TColumns : ICount
    {
        V b0 = TLanes.Load(b);
        V b1 = TColumns.Value > 1 ? TLanes.Load(b + TLanes.Count) : default;
        Row<TColumns>(a + at, b0, b1, ref c00, ref c01);
        if (TRows.Value > 1) Row<TColumns>(a + aRow + at, b0, b1, ref c10, ref c11);
        if (TRows.Value > 2) Row<TColumns>(a + aRow2 + at, b0, b1, ref c20, ref c21);
        if (TRows.Value > 3) Row<TColumns>(a + aRow3 + at, b0, b1, ref c30, ref c31);
        if (TRows.Value > 4) Row<TColumns>(a4 + at, b0, b1, ref c40, ref c41);
        if (TRows.Value > 5) Row<TColumns>(a4 + aRow + at, b0, b1, ref c50, ref c51);
        if (TRows.Value > 6) Row<TColumns>(a4 + aRow2 + at, b0, b1, ref c60, ref c61);
        if (TRows.Value > 7) Row<TColumns>(a4 + aRow3 + at, b0, b1, ref c70, ref c71);
        if (TRows.Value > 8) Row<TColumns>(a8 + at, b0, b1, ref c80, ref c81);
        if (TRows.Value > 9) Row<TColumns>(a8 + aRow + at, b0, b1, ref c90, ref c91);
        if (TRows.Value > 10) Row<TColumns>(a8 + aRow2 + at, b0, b1, ref c100, ref c101);
        if (TRows.Value > 11) Row<TColumns>(a8 + aRow3 + at, b0, b1, ref c110, ref c111);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TColumns>(T* a, V b0, V b1, ref V c0, ref V c1)
        where TColumns : ICount
    {
        V x = TLanes.Broadcast(a);
        c0 = TLanes.MultiplyAdd(x, b0, c0);
        if (TColumns.Value > 1) c1 = TLanes.MultiplyAdd(x, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TColumns>(T* c, T* from, V first, V second, bool add)
        where TColumns : ICount
    {
        if (add)
        {
            first = TLanes.Add(TLanes.Load(from), first);
            if (TColumns.Value > 1) second = TLanes.Add(TLanes.Load(from + TLanes.Count), second);
        }
        TLanes.Store(c, first);
        if (TColumns.Value > 1) TLanes.Store(c + TLanes.Count, second);
    }
}
