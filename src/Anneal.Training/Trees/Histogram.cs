using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Training.Trees;

/// <summary>Adds up the gradient pairs of a node's rows by their bins. A column's histogram has 256 words; those of a group of columns lie one after another.</summary>
internal static unsafe class Histogram
{
    public const int BinsOfColumn = 256;

    /// <summary>Rows from which on the processor is told which bytes come next: a node deep in a tree reads them with gaps.</summary>
    private const int Ahead = 24;

    private interface IWidth
    {
        static abstract int Columns { get; }
    }

    /// <summary>Adds rows to a group's histograms.</summary>
    /// <param name="group">Bins, [row, width].</param>
    /// <param name="width">Columns of the group.</param>
    /// <param name="pairs">Gradient pairs, [row].</param>
    /// <param name="rows">The node's rows.</param>
    /// <param name="sums">The group's histograms, [width, 256].</param>
    public static void Add(byte[] group, int width, long[] pairs, ReadOnlySpan<int> rows, Span<long> sums)
    {
        switch (width)
        {
            case 1: Add<Width1>(group, pairs, rows, sums); break;
            case 2: Add<Width2>(group, pairs, rows, sums); break;
            case 3: Add<Width3>(group, pairs, rows, sums); break;
            case 4: Add<Width4>(group, pairs, rows, sums); break;
            case 5: Add<Width5>(group, pairs, rows, sums); break;
            case 6: Add<Width6>(group, pairs, rows, sums); break;
            case 7: Add<Width7>(group, pairs, rows, sums); break;
            default: Add<Width8>(group, pairs, rows, sums); break;
        }
    }

    /// <summary>Takes a child's histograms from its parent's: what is left is the other child's.</summary>
    public static void Subtract(Span<long> parent, ReadOnlySpan<long> child) => System.Numerics.Tensors.TensorPrimitives.Subtract(parent, child, parent);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TWidth>(byte[] group, long[] pairs, ReadOnlySpan<int> rows, Span<long> sums)
        where TWidth : struct, IWidth
    {
        fixed (byte* bins = group)
        fixed (long* pair = pairs, sum = sums)
        fixed (int* row = rows)
        {
            int i = 0;
            for (; i < rows.Length - Ahead; i++)
            {
                byte* next = bins + ((nint)row[i + Ahead] * TWidth.Columns);
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(next);
                    Sse.Prefetch0(pair + row[i + Ahead]);
                }

                AddRow<TWidth>(bins + ((nint)row[i] * TWidth.Columns), pair[row[i]], sum);
            }

            for (; i < rows.Length; i++) AddRow<TWidth>(bins + ((nint)row[i] * TWidth.Columns), pair[row[i]], sum);
        }
    }

    /// <summary>The conditions are known to the compiler: what is left is one addition for each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TWidth>(byte* bin, long pair, long* sum)
        where TWidth : struct, IWidth
    {
        sum[bin[0]] += pair;
        if (TWidth.Columns > 1) sum[BinsOfColumn + bin[1]] += pair;
        if (TWidth.Columns > 2) sum[(2 * BinsOfColumn) + bin[2]] += pair;
        if (TWidth.Columns > 3) sum[(3 * BinsOfColumn) + bin[3]] += pair;
        if (TWidth.Columns > 4) sum[(4 * BinsOfColumn) + bin[4]] += pair;
        if (TWidth.Columns > 5) sum[(5 * BinsOfColumn) + bin[5]] += pair;
        if (TWidth.Columns > 6) sum[(6 * BinsOfColumn) + bin[6]] += pair;
        if (TWidth.Columns > 7) sum[(7 * BinsOfColumn) + bin[7]] += pair;
    }

    private readonly struct Width1 : IWidth
    {
        public static int Columns => 1;
    }

    private readonly struct Width2 : IWidth
    {
        public static int Columns => 2;
    }

    private readonly struct Width3 : IWidth
    {
        public static int Columns => 3;
    }

    private readonly struct Width4 : IWidth
    {
        public static int Columns => 4;
    }

    private readonly struct Width5 : IWidth
    {
        public static int Columns => 5;
    }

    private readonly struct Width6 : IWidth
    {
        public static int Columns => 6;
    }

    private readonly struct Width7 : IWidth
    {
        public static int Columns => 7;
    }

    private readonly struct Width8 : IWidth
    {
        public static int Columns => 8;
    }
}
