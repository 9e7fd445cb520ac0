using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The forward pass of a 3 x 3 convolution by <see cref="Winograd"/>, and, with reversed weights, the way back to the input.</summary>
internal static unsafe class WinogradForward
{
    private const int PartsWanted = 8;

    /// <summary>Bytes of transformed tiles that a part works on: with the products of a panel they fit into a core's own cache.</summary>
    private const int Block = 896 * 1024;
    private const int MostTiles = 96;
    private const int FewestTiles = 48;

    /// <param name="s">The lengths, as seen by this pass.</param>
    /// <param name="x"><c>[batch, inChannels, height, width]</c>.</param>
    /// <param name="weights"><c>[outChannels, inChannels, 3, 3]</c>; reversed, <c>[inChannels, outChannels, 3, 3]</c>.</param>
    /// <param name="reversed">Turn each kernel by half a circle and swap its channels.</param>
    /// <param name="y"><c>[batch, outChannels, outHeight, outWidth]</c>, written.</param>
    /// <param name="bias"><c>[outChannels]</c> or null.</param>
    /// <param name="residual">Shaped as <paramref name="y"/>, added before the activation; or null.</param>
    /// <param name="activation">None or Relu.</param>
    /// <param name="transformed">From <see cref="Transform"/>, or null.</param>
    public static void Run(
        in ConvolutionShape s, float* x, float* weights, bool reversed, float* y, float* bias, float* residual, Activation activation, float* transformed = null)
    {
        var problem = new Problem
        {
            Shape = s, X = x, Weights = weights, Transformed = transformed, Reversed = reversed, Y = y, Bias = bias, Residual = residual, Relu = activation == Activation.Relu,
        };
        if (Vector512.IsHardwareAccelerated) Start<Lanes512, TileLanes512, Vector512<float>>(ref problem);
        else if (Vector256.IsHardwareAccelerated) Start<Lanes256, TileLanes256, Vector256<float>>(ref problem);
        else Start<Lanes128, TileLanes128, Vector128<float>>(ref problem);
    }

    /// <summary>Floats that <see cref="Transform"/> writes.</summary>
    public static int TransformedLength(in ConvolutionShape s)
    {
        int width = 2 * (Vector512.IsHardwareAccelerated ? Lanes512.Count : Vector256.IsHardwareAccelerated ? Lanes256.Count : Lanes128.Count);
        return checked((s.OutChannels + width - 1) / width * (int)WinogradTransform<Lanes512, Vector512<float>>.PointStep(s.InChannels, width) * Winograd.Points);
    }

    /// <summary>Transforms weights once for many passes.</summary>
    public static void Transform(in ConvolutionShape s, float* weights, float* transformed)
    {
        var problem = new Problem { Shape = s, Weights = weights, Transformed = transformed };
        if (Vector512.IsHardwareAccelerated) TransformAll<Lanes512, Vector512<float>>(ref problem);
        else if (Vector256.IsHardwareAccelerated) TransformAll<Lanes256, Vector256<float>>(ref problem);
        else TransformAll<Lanes128, Vector128<float>>(ref problem);
    }

    private static void TransformAll<L, V>(ref Problem p)
        where L : struct, ILanes<V, float>
        where V : struct => WorkerPool.For((p.Shape.OutChannels + (2 * L.Count) - 1) / (2 * L.Count), new WeightJob<L, V> { Problem = p });

    private static void Start<L, TLanes, V>(ref Problem p)
        where L : struct, ILanes<V, float>
        where TLanes : ITileLanes<V, float>
        where V : struct
    {
        ref ConvolutionShape s = ref p.Shape;
        int width = 2 * L.Count, tiles = s.Batch * Winograd.TilesY(in s) * Winograd.TilesX(in s);
        p.Panels = (s.OutChannels + width - 1) / width;
        int most = Math.Clamp(Block / (Winograd.Points * sizeof(float) * s.InChannels), FewestTiles, MostTiles);
        int blocks = (tiles + most - 1) / most;
        p.TilesPerBlock = Math.Min(tiles, ((((tiles + blocks - 1) / blocks) + TLanes.TileRows - 1) / TLanes.TileRows) * TLanes.TileRows);
        p.Tiles = tiles;
        blocks = (tiles + p.TilesPerBlock - 1) / p.TilesPerBlock;
        p.PanelsPerPart = Math.Max(1, p.Panels / Math.Max(1, (PartsWanted + blocks - 1) / blocks));
        p.Parts = (p.Panels + p.PanelsPerPart - 1) / p.PanelsPerPart;

        // A panel of weights that only one part needs is transformed by that part, and never leaves its cache.
        nint panelLength = Winograd.Points * WinogradTransform<L, V>.PointStep(s.InChannels, width);
        bool transform = p.Transformed is null && blocks > 1;
        using Scratch.Lease lease = Scratch.Rent(transform ? sizeof(float) * panelLength * p.Panels : 0);
        if (transform)
        {
            p.Transformed = (float*)lease.Pointer;
            TransformAll<L, V>(ref p);
        }
        WorkerPool.For(blocks * p.Parts, new Job<L, TLanes, V> { Problem = p });
    }

    private struct Problem
    {
        public ConvolutionShape Shape;
        public float* X;
        public float* Weights;
        public float* Transformed;
        public float* Y;
        public float* Bias;
        public float* Residual;
        public bool Reversed;
        public bool Relu;
        public int Tiles;
        public int TilesPerBlock;
        public int Panels;
        public int PanelsPerPart;
        public int Parts;
    }

    private struct WeightJob<L, V> : IJob
        where L : struct, ILanes<V, float>
        where V : struct
    {
        public Problem Problem;

        public void Run(int panel)
        {
            int width = 2 * L.Count, channels = Problem.Shape.InChannels;
            using Scratch.Lease lease = Scratch.Rent(sizeof(float) * WinogradTransform<L, V>.WorkLength);
            WinogradTransform<L, V>.Weights(
                Problem.Weights, Problem.Reversed, channels, Problem.Shape.OutChannels, panel * width, width,
                Problem.Transformed + (panel * Winograd.Points * WinogradTransform<L, V>.PointStep(channels, width)), (float*)lease.Pointer);
        }
    }

    /// <summary>Some tiles and some panels of output channels.</summary>
    private struct Job<L, TLanes, V> : IJob
        where L : struct, ILanes<V, float>
        where TLanes : ITileLanes<V, float>
        where V : struct
    {
        public Problem Problem;

        public void Run(int index)
        {
            ref readonly Problem p = ref Unsafe.AsRef(in Problem);
            ref readonly ConvolutionShape s = ref p.Shape;
            int width = 2 * L.Count, channels = s.InChannels, padded = WinogradTransform<L, V>.Padded(channels);
            int first = index / p.Parts * p.TilesPerBlock, tiles = Math.Min(p.TilesPerBlock, p.Tiles - first);
            int panel = index % p.Parts * p.PanelsPerPart, lastPanel = Math.Min(p.Panels, panel + p.PanelsPerPart);

            nint vStep = WinogradTransform<L, V>.PointStep(tiles, padded), mStep = WinogradTransform<L, V>.PointStep(tiles, width);
            nint uStep = WinogradTransform<L, V>.PointStep(channels, width), panelLength = Winograd.Points * uStep;
            using Scratch.Lease lease = Scratch.Rent(
                sizeof(float) * ((Winograd.Points * (vStep + mStep)) + WinogradTransform<L, V>.WorkLength + (p.Transformed is null ? panelLength : 0)));
            float* v = (float*)lease.Pointer, m = v + (Winograd.Points * vStep), work = m + (Winograd.Points * mStep), ownWeights = work + WinogradTransform<L, V>.WorkLength;

            WinogradTransform<L, V>.Inputs(p.X, in s, first, tiles, 0, channels, v, vStep, work);
            for (; panel < lastPanel; panel++)
            {
                float* u = p.Transformed + (panel * panelLength);
                if (p.Transformed is null)
                {
                    u = ownWeights;
                    WinogradTransform<L, V>.Weights(p.Weights, p.Reversed, channels, s.OutChannels, panel * width, width, u, work);
                }
                Multiply(v, vStep, padded, u, uStep, m, mStep, tiles, channels);
                for (int half = 0; half < width && (panel * width) + half < s.OutChannels; half += L.Count)
                {
                    WinogradTransform<L, V>.Outputs(
                        m + half, width, mStep, in s, first, tiles, (panel * width) + half, p.Y, p.Bias, p.Residual, p.Relu, work);
                }
            }
        }

        /// <summary>36 products [tiles, inChannels] · [inChannels, width].</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Multiply(float* v, nint vStep, int padded, float* u, nint uStep, float* m, nint mStep, int tiles, int channels)
        {
            int width = 2 * L.Count, strips = (tiles + TLanes.TileRows - 1) / TLanes.TileRows, rows = (tiles + strips - 1) / strips;
            var full = TileKernels<TLanes, V, float>.Find(rows, vectors: 2, TileLayout.Rows);
            for (int point = 0; point < Winograd.Points; point++, v += vStep, u += uStep, m += mStep)
            {
                int i = 0;
                for (; i + rows <= tiles; i += rows)
                    full(channels, v + ((nint)i * padded), padded, 1, u, width, m + (i * width), width, null, 0);
                if (i < tiles)
                    TileKernels<TLanes, V, float>.Find(tiles - i, vectors: 2, TileLayout.Rows)(channels, v + ((nint)i * padded), padded, 1, u, width, m + (i * width), width, null, 0);
            }
        }
    }
}
