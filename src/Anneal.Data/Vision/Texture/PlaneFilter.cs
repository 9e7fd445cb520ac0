using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Anneal.Data.Vision.Texture;

/// <summary>Smooths a plane of brightness by Gaussians and takes their derivatives, rows and columns one after the other; edges are mirrored.</summary>
internal static class PlaneFilter
{
    /// <summary>The plane filtered.</summary>
    /// <param name="plane"><c>[height, width]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="sigma">Width of the Gaussian in pixels.</param>
    /// <param name="down">Which derivative from top to bottom, 0 to 2.</param>
    /// <param name="across">Which derivative from left to right.</param>
    public static float[] Gaussian(float[] plane, int height, int width, double sigma, int down = 0, int across = 0)
    {
        float[] vertical = Kernel(sigma, down), horizontal = Kernel(sigma, across);
        var middle = new float[plane.Length];
        int reach = vertical.Length / 2;
        for (int y = 0; y < height; y++)
        {
            Span<float> to = middle.AsSpan(y * width, width);
            for (int k = -reach; k <= reach; k++) AddScaled(to, plane.AsSpan(Mirrored(y + k, height) * width, width), vertical[k + reach]);
        }

        var result = new float[plane.Length];
        reach = horizontal.Length / 2;
        var padded = new float[width + (2 * reach)];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < padded.Length; x++) padded[x] = middle[(y * width) + Mirrored(x - reach, width)];
            Span<float> to = result.AsSpan(y * width, width);
            for (int k = 0; k < horizontal.Length; k++) AddScaled(to, padded.AsSpan(k, width), horizontal[k]);
        }
        return result;
    }

    /// <summary>A sampled Gaussian of sum 1, or its derivative by closed form.</summary>
    private static float[] Kernel(double sigma, int derivative)
    {
        int reach = Math.Max(1, (int)((4 * sigma) + 0.5));
        var kernel = new double[(2 * reach) + 1];
        for (int i = 0; i < kernel.Length; i++) kernel[i] = Math.Exp(-0.5 * Math.Pow((i - reach) / sigma, 2));
        double sum = kernel.Sum();
        return [.. kernel.Select((value, i) =>
        {
            double x = i - reach, square = sigma * sigma;
            double factor = derivative switch { 1 => x / square, 2 => ((x * x) - square) / (square * square), _ => 1 };
            return (float)(value / sum * factor);
        })];
    }

    private static int Mirrored(int at, int length)
    {
        int period = 2 * length;
        at = ((at % period) + period) % period;
        return at < length ? at : period - 1 - at;
    }

    private static void AddScaled(Span<float> to, ReadOnlySpan<float> from, float weight)
    {
        ref float target = ref MemoryMarshal.GetReference(to), source = ref MemoryMarshal.GetReference(from);
        int i = 0;
        for (; i <= to.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.LoadUnsafe(ref target, (nuint)i) + (Vector256.LoadUnsafe(ref source, (nuint)i) * weight)).StoreUnsafe(ref target, (nuint)i);
        for (; i < to.Length; i++) to[i] += from[i] * weight;
    }
}
