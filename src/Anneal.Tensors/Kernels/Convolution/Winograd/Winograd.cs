using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Convolutions by 3 x 3 kernels with a quarter of the multiplications: F(4 x 4, 3 x 3).</summary>
/// <remarks>
/// The output is cut into tiles of 4 x 4 pixels. Each tile's 6 x 6 inputs and each kernel's 3 x 3 weights are transformed
/// to 6 x 6 numbers; multiplied place by place, summed over channels and transformed back they give the tile, with 36
/// multiplications instead of 144. The sums over channels are 36 matrix products
/// <c>[tiles, inChannels] · [inChannels, outChannels]</c>. Lavin and Gray, "Fast Algorithms for Convolutional Neural
/// Networks", 2015. The transforms use the points 0, ±1, ±2; rounding errors grow to about five times those of the plain sum.
/// </remarks>
internal static unsafe class Winograd
{
    /// <summary>Output pixels along each side of a tile.</summary>
    public const int Tile = 4;

    /// <summary>Input pixels along each side of a tile.</summary>
    public const int Patch = 6;

    /// <summary>Numbers of a transformed tile.</summary>
    public const int Points = Patch * Patch;

    private const int FewestChannels = 32;
    private const int FewestTiles = 16;

    public static bool Suits(in ConvolutionShape s)
    {
        if (!Vector128.IsHardwareAccelerated || s.KernelHeight != 3 || s.KernelWidth != 3 || !s.IsUnitStride || s.DilationX != 1 || s.DilationY != 1) return false;
        if (s.Groups != 1 || s.InChannels < FewestChannels || s.OutChannels < FewestChannels) return false;

        // Transformed weights are four times the plain ones: with few tiles, moving them costs more than it saves. Pixels
        // of tiles that stick out are computed and thrown away.
        long tiles = (long)s.Batch * TilesY(in s) * TilesX(in s);
        return tiles >= FewestTiles && tiles * Tile * Tile <= 2L * s.Batch * s.Pixels;
    }

    public static int TilesY(in ConvolutionShape s) => (s.OutHeight + Tile - 1) / Tile;

    public static int TilesX(in ConvolutionShape s) => (s.OutWidth + Tile - 1) / Tile;
}
