using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>y = activation(weights * x + bias), as matrix products whose panels of B are unfolded from the image.</summary>
internal static unsafe class ConvolutionForward
{
    private const int PartsWanted = 16;
    private const int MostColumns = 384;
    private const int FewestRows = 48;

    /// <summary>Pixels from which an image fills the panels of a product on its own.</summary>
    private const int FewestPixels = 128;
    private const long SmallestPart = 64 * 1024;

    /// <param name="s">The lengths.</param>
    /// <param name="x"><c>[batch, inChannels, height, width]</c>.</param>
    /// <param name="weights"><c>[outChannels, inChannels / groups, kernelHeight, kernelWidth]</c>.</param>
    /// <param name="y"><c>[batch, outChannels, outHeight, outWidth]</c>, written.</param>
    /// <param name="bias"><c>[outChannels]</c> or null.</param>
    /// <param name="residual">Shaped as <paramref name="y"/>, added before the activation; or null.</param>
    /// <param name="activation">None or Relu.</param>
    /// <param name="transformed">From <see cref="PreparedWeights"/>, or null.</param>
    public static void Run<T>(in ConvolutionShape s, T* x, T* weights, T* y, T* bias, T* residual, Activation activation, float* transformed = null)
        where T : unmanaged
    {
        if (s.Batch == 0 || s.Pixels <= 0) return;
        if (typeof(T) == typeof(float) && Winograd.Suits(in s))
        {
            WinogradForward.Run(in s, (float*)x, (float*)weights, reversed: false, (float*)y, (float*)bias, (float*)residual, activation, transformed);
            return;
        }
        if (s.IsPointwise && residual is null && s.Pixels >= FewestPixels)
        {
            for (int g = 0; g < s.Groups; g++) Pointwise(in s, g, x, weights, y, bias, activation);
            return;
        }
        if (residual is not null) Buffer.MemoryCopy(residual, y, long.MaxValue, sizeof(T) * (long)s.Batch * s.OutChannels * s.Pixels);
        var problem = new ConvolutionProblem<T>
        {
            Shape = s, X = x, Weights = weights, Y = y,
            Epilogue = new Epilogue<T> { RowBias = bias, Activation = activation, Accumulate = residual is not null },
        };
        if (typeof(T) == typeof(double))
        {
            Start<TileLanesScalar<double>, double, double>(ref Unsafe.As<ConvolutionProblem<T>, ConvolutionProblem<double>>(ref problem));
            return;
        }
        ref ConvolutionProblem<float> single = ref Unsafe.As<ConvolutionProblem<T>, ConvolutionProblem<float>>(ref problem);
        if (Vector512.IsHardwareAccelerated) Start<TileLanes512, Vector512<float>, float>(ref single);
        else if (Vector256.IsHardwareAccelerated) Start<TileLanes256, Vector256<float>, float>(ref single);
        else if (Vector128.IsHardwareAccelerated) Start<TileLanes128, Vector128<float>, float>(ref single);
        else Start<TileLanesScalar<float>, float, float>(ref single);
    }

    private static void Pointwise<T>(in ConvolutionShape s, int group, T* x, T* weights, T* y, T* bias, Activation activation)
        where T : unmanaged
    {
        int m = s.OutPerGroup, k = s.InPerGroup, n = s.Pixels;
        var epilogue = new Epilogue<T> { RowBias = bias is null ? null : bias + (group * m), Activation = activation };
        var a = new MatrixView<T>(weights + ((long)group * m * k), k, 1);
        var b = new MatrixView<T>(x + ((long)group * k * n), n, 1);
        Gemm.RunBatch(s.Batch, m, n, k, a, 0, b, (long)s.InChannels * n, y + ((long)group * m * n), n, (long)s.OutChannels * n, in epilogue);
    }

    private static void Start<TLanes, V, T>(ref ConvolutionProblem<T> problem)
        where TLanes : ITileLanes<V, T>
        where V : struct
        where T : unmanaged
    {
        Plan(ref problem, TLanes.TileRows, 2 * TLanes.Count);
        ConvolutionProblem<T> copy = problem;
        int parts = copy.Shape.Groups * copy.RowParts * copy.ColumnParts;
        var part = new ConvolutionPart<TLanes, V, T>(&copy);
        if (copy.Shape.Work >= SmallestPart) WorkerPool.For(parts, in part);
        else for (int i = 0; i < parts; i++) part.Run(i);
    }

    /// <summary>Cuts the output into blocks of rows (output channels) and columns (the pixels of all images), by size alone.</summary>
    private static void Plan<T>(ref ConvolutionProblem<T> problem, int tileRows, int panel)
        where T : unmanaged
    {
        ref ConvolutionShape s = ref problem.Shape;
        problem.Chunk = GemmPlan.ChunkFor(s.Taps);
        int total = checked(s.Batch * s.Pixels), rows = s.OutPerGroup, columns = Even(total, MostColumns, panel);
        while (true)
        {
            problem.RowParts = (s.OutPerGroup + rows - 1) / rows;
            problem.ColumnParts = (total + columns - 1) / columns;
            long parts = (long)s.Groups * problem.RowParts * problem.ColumnParts;
            if (parts >= PartsWanted || (long)rows * columns * s.Taps < 2 * SmallestPart) break;

            // Parts that differ in their rows unfold the same pixels again, so columns are cut first.
            if (columns > 3 * panel) columns = Even(columns, (columns + 1) / 2, panel);
            else if (rows >= 2 * FewestRows) rows = Even(rows, (rows + 1) / 2, tileRows);
            else break;
        }
        problem.RowsPerPart = rows;
        problem.ColumnsPerPart = columns;
    }

    /// <summary>The size of equal parts of at most <paramref name="most"/>, rounded up to whole tiles.</summary>
    private static int Even(int size, int most, int tile)
    {
        int parts = Math.Max(1, (size + most - 1) / most);
        int part = (size + parts - 1) / parts;
        return Math.Max(tile, (part + tile - 1) / tile * tile);
    }
}
