using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Anneal.Data.Vision;

/// <summary>Resizes pictures: linear between neighbouring pixels when growing, a weighted mean of all the pixels under the new one when shrinking.</summary>
/// <remarks>The weights fall in a line from the new pixel's centre, as wide as the shrinking (a triangle filter): lines a pixel wide fade, and don't vanish or flicker.</remarks>
public static class ImageResize
{
    /// <summary>The picture at another size, its proportions given up for it.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Pixels in a row of the result.</param>
    public static Image To(Image image, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (height == image.Height && width == image.Width) return image;
        int channels = image.Channels;
        Weights across = Weights.Of(image.Width, width), down = Weights.Of(image.Height, height);

        // Rows first, each made narrow once; then each new row is a sum of those.
        var narrow = new float[(long)image.Height * width * channels];
        for (int y = 0; y < image.Height; y++)
            Across(image.Pixels.AsSpan(y * image.Width * channels, image.Width * channels), narrow.AsSpan(y * width * channels, width * channels), channels, across);
        var pixels = new byte[(long)height * width * channels];
        var sums = new float[width * channels];
        for (int y = 0; y < height; y++)
        {
            Array.Clear(sums);
            (int first, ReadOnlySpan<float> weights) = down.At(y);
            for (int i = 0; i < weights.Length; i++) AddScaled(sums, narrow.AsSpan((first + i) * sums.Length, sums.Length), weights[i]);
            Span<byte> row = pixels.AsSpan(y * sums.Length, sums.Length);
            for (int i = 0; i < row.Length; i++) row[i] = (byte)Math.Clamp(sums[i] + 0.5f, 0, 255);
        }
        return new Image(height, width, channels, pixels);
    }

    private static void Across(ReadOnlySpan<byte> row, Span<float> to, int channels, Weights across)
    {
        for (int x = 0, at = 0; at < to.Length; x++, at += channels)
        {
            (int first, ReadOnlySpan<float> weights) = across.At(x);
            for (int c = 0; c < channels; c++)
            {
                float sum = 0;
                for (int i = 0, from = (first * channels) + c; i < weights.Length; i++, from += channels) sum += weights[i] * row[from];
                to[at + c] = sum;
            }
        }
    }

    private static void AddScaled(Span<float> sums, ReadOnlySpan<float> row, float weight)
    {
        ref float to = ref MemoryMarshal.GetReference(sums), from = ref MemoryMarshal.GetReference(row);
        int i = 0;
        for (; i <= sums.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.LoadUnsafe(ref to, (nuint)i) + (Vector256.LoadUnsafe(ref from, (nuint)i) * weight)).StoreUnsafe(ref to, (nuint)i);
        for (; i < sums.Length; i++) sums[i] += row[i] * weight;
    }

    /// <summary>Which old pixels make each new one along an axis, and how much of each.</summary>
    private sealed class Weights
    {
        private readonly int[] starts, firsts;
        private readonly float[] values;

        private Weights(int[] starts, int[] firsts, float[] values) => (this.starts, this.firsts, this.values) = (starts, firsts, values);

        public Pixel At(int index) => new(firsts[index], values.AsSpan(starts[index]..starts[index + 1]));

        public static Weights Of(int from, int to)
        {
            double scale = (double)from / to, reach = Math.Max(1, scale);
            var starts = new int[to + 1];
            var firsts = new int[to];
            var values = new List<float>();
            for (int i = 0; i < to; i++)
            {
                double centre = (i + 0.5) * scale;
                int first = Math.Max(0, (int)(centre - reach + 0.5)), last = Math.Min(from, (int)(centre + reach + 0.5));
                double sum = 0;
                for (int j = first; j < last; j++) sum += Weight((j + 0.5 - centre) / reach);
                for (int j = first; j < last; j++) values.Add((float)(Weight((j + 0.5 - centre) / reach) / sum));
                (firsts[i], starts[i + 1]) = (first, values.Count);
            }
            return new Weights(starts, firsts, [.. values]);
        }

        private static double Weight(double distance) => Math.Max(0, 1 - Math.Abs(distance));
    }

    /// <summary>The old pixels of a new one.</summary>
    private readonly ref struct Pixel(int first, ReadOnlySpan<float> weights)
    {
        private readonly ReadOnlySpan<float> weights = weights;

        public void Deconstruct(out int firstPixel, out ReadOnlySpan<float> itsWeights)
        {
            firstPixel = first;
            itsWeights = weights;
        }
    }
}
