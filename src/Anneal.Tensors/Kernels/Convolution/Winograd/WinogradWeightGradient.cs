using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The gradient of 3 x 3 weights by <see cref="Winograd"/>: the adjoint of the forward pass, tile by tile.</summary>
/// <remarks>
/// For each point the products <c>[inChannels, tiles] · [tiles, outChannels]</c> add up over all tiles; what comes back
/// through the weights' transform is the gradient. Blocks of channels and groups of images are summed apart, the groups
/// then in order.
/// </remarks>
internal static unsafe class WinogradWeightGradient
{
    private const int PartsWanted = 16;
    private const int BlockIn = 64;
    private const int BlockOut = 64;
    private const int TilesPerBlock = 64;

    /// <param name="s">The lengths.</param>
    /// <param name="x"><c>[batch, inChannels, height, width]</c>.</param>
    /// <param name="gradient"><c>[batch, outChannels, outHeight, outWidth]</c>.</param>
    /// <param name="result"><c>[outChannels, inChannels, 3, 3]</c>, written.</param>
    public static void Run(in ConvolutionShape s, float* x, float* gradient, float* result)
    {
        if (Vector512.IsHardwareAccelerated) Start<Lanes512, TileLanes512, Vector512<float>>(in s, x, gradient, result);
        else if (Vector256.IsHardwareAccelerated) Start<Lanes256, TileLanes256, Vector256<float>>(in s, x, gradient, result);
        else Start<Lanes128, TileLanes128, Vector128<float>>(in s, x, gradient, result);
    }

    private static void Start<L, TLanes, V>(in ConvolutionShape s, float* x, float* gradient, float* result)
        where L : struct, ILanes<V, float>
        where TLanes : ITileLanes<V, float>
        where V : struct
    {
        int blocksIn = (s.InChannels + BlockIn - 1) / BlockIn, blocksOut = (s.OutChannels + BlockOut - 1) / BlockOut;
        int tiles = s.Batch * Winograd.TilesY(in s) * Winograd.TilesX(in s);
        int groups = Math.Clamp(PartsWanted / (blocksIn * blocksOut), 1, (tiles + TilesPerBlock - 1) / TilesPerBlock);
        int perGroup = (((tiles + groups - 1) / groups) + TilesPerBlock - 1) / TilesPerBlock * TilesPerBlock;
        groups = (tiles + perGroup - 1) / perGroup;

        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * 9L * s.InChannels * s.OutChannels * groups);
        var sums = (float*)lease.Pointer;
        WorkerPool.For(groups * blocksIn * blocksOut, new Job<L, TLanes, V>
        {
            Shape = s, X = x, Gradient = gradient, Sums = sums, BlocksIn = blocksIn, BlocksOut = blocksOut, Tiles = tiles, TilesPerGroup = perGroup,
        });
        WeightGradientSums.Run(sums, groups, 1, s.Taps, s.OutChannels, result);
    }

    /// <summary>One block of input and output channels over one group of tiles; its result is <c>[inChannels, 9, outChannels]</c>.</summary>
    private struct Job<L, TLanes, V> : IJob
        where L : struct, ILanes<V, float>
        where TLanes : ITileLanes<V, float>
        where V : struct
    {
        public ConvolutionShape Shape;
        public float* X;
        public float* Gradient;
        public float* Sums;
        public int BlocksIn;
        public int BlocksOut;
        public int Tiles;
        public int TilesPerGroup;

        public void Run(int index)
        {
            ref readonly ConvolutionShape s = ref Unsafe.AsRef(in Shape);
            int firstOut = index % BlocksOut * BlockOut, firstIn = index / BlocksOut % BlocksIn * BlockIn, group = index / (BlocksIn * BlocksOut);
            int inChannels = Math.Min(BlockIn, s.InChannels - firstIn), outChannels = Math.Min(BlockOut, s.OutChannels - firstOut);
            int first = group * TilesPerGroup, end = Math.Min(Tiles, first + TilesPerGroup);

            // Output channels are padded to whole panels, so that the kernels need no tail.
            int width = 2 * L.Count, paddedIn = WinogradTransform<L, V>.Padded(inChannels), paddedOut = WinogradTransform<L, V>.Padded(outChannels);
            nint vStep = WinogradTransform<L, V>.PointStep(TilesPerBlock, paddedIn), gStep = WinogradTransform<L, V>.PointStep(TilesPerBlock, paddedOut);
            nint uStep = WinogradTransform<L, V>.PointStep(inChannels, paddedOut);
            using Scratch.Lease lease = Scratch.Rent(sizeof(float) * ((Winograd.Points * (vStep + gStep + uStep)) + WinogradTransform<L, V>.WorkLength));
            float* v = (float*)lease.Pointer, g = v + (Winograd.Points * vStep), u = g + (Winograd.Points * gStep), work = u + (Winograd.Points * uStep);

            for (int tile = first; tile < end; tile += TilesPerBlock)
            {
                int tiles = Math.Min(TilesPerBlock, end - tile);
                WinogradTransform<L, V>.Inputs(X, in s, tile, tiles, firstIn, inChannels, v, vStep, work);
                WinogradTransform<L, V>.OutputGradients(Gradient, in s, tile, tiles, firstOut, outChannels, g, gStep, work);
                for (int point = 0; point < Winograd.Points; point++)
                    Multiply(v + (point * vStep), paddedIn, g + (point * gStep), paddedOut, u + (point * uStep), tiles, inChannels, width, tile > first);
            }
            float* sums = Sums + ((((nint)group * s.InChannels) + firstIn) * 9 * s.OutChannels) + firstOut;
            WinogradTransform<L, V>.WeightGradients(u, uStep, inChannels, outChannels, paddedOut, sums, 9 * s.OutChannels, s.OutChannels, work);
        }

        /// <summary>[inChannels, tiles] · [tiles, outChannels].</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Multiply(float* v, int paddedIn, float* g, int paddedOut, float* u, int tiles, int inChannels, int width, bool add)
        {
            int strips = (inChannels + TLanes.TileRows - 1) / TLanes.TileRows, rows = (inChannels + strips - 1) / strips;
            for (int j = 0; j < paddedOut; j += width)
            {
                int vectors = paddedOut - j > L.Count ? 2 : 1;
                for (int i = 0; i < inChannels; i += rows)
                {
                    float* sums = u + ((nint)i * paddedOut) + j;
                    TileKernels<TLanes, V, float>.Find(Math.Min(rows, inChannels - i), vectors)(
                        tiles, v + i, 1, paddedIn, g + j, paddedOut, sums, paddedOut, add ? sums : null, paddedOut);
                }
            }
        }
    }
}
