using System.Globalization;
using Anneal.Data.Tables;

namespace Anneal.Data.Vision.Texture;

/// <summary>A hundred numbers about a picture's surface: brightness, edges, thin dark lines, and small patterns. For few pictures they teach more than pixels.</summary>
/// <remarks>
/// Quantiles of the brightness, of the gradient's length and of ridges (the largest curvature less the other's size, from second derivatives of a Gaussian) at three
/// scales each; how far ridges gather in one place; and histograms of local binary patterns that don't change when the picture is turned (Ojala, Pietikäinen and
/// Mäenpää, "Multiresolution Gray-Scale and Rotation Invariant Texture Classification with Local Binary Patterns", 2002).
/// </remarks>
public static class TextureFeatures
{
    /// <summary>Larger pictures are made smaller first: it is the scale that the filters are made for.</summary>
    private const int MostSide = 256;

    private static readonly double[] Brightness = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99], Tails = [0.001, 0.005, 0.01, 0.02, 0.05, 0.95, 0.98, 0.99];
    private static readonly double[] Edges = [0.5, 0.75, 0.9, 0.95, 0.99], Ridges = [0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995];

    /// <summary>A table of the numbers of some rows' pictures, one column each.</summary>
    /// <param name="table">The table with pictures.</param>
    /// <param name="column">The column of references.</param>
    /// <param name="rows">Which rows; the result has these alone, in this order.</param>
    /// <exception cref="Messages.UserErrorException">A picture is missing or broken.</exception>
    public static Table Of(Table table, string column, ReadOnlySpan<int> rows)
    {
        int[] chosen = rows.ToArray();
        var reader = new ImageReader(table, column);
        var features = new float[chosen.Length][];
        ImageReader.ForAll(chosen.Length, i => features[i] = Of(reader.Read(chosen[i])));
        int width = features.Length == 0 ? 0 : features[0].Length;
        string[] names = [.. Enumerable.Range(1, width).Select(i => string.Create(CultureInfo.InvariantCulture, $"texture{i}"))];
        string?[][] columns = [.. Enumerable.Range(0, width).Select(k => Array.ConvertAll(features, f => (string?)f[k].ToString("R", CultureInfo.InvariantCulture)))];
        return new Table(table.File, names, columns, new int[chosen.Length]);
    }

    /// <summary>The numbers of one picture.</summary>
    public static float[] Of(Image image)
    {
        double shrink = Math.Min(1, (double)MostSide / Math.Max(image.Height, image.Width));
        Image grey = ImageResize.To(image.To(1), Math.Max(16, (int)(image.Height * shrink)), Math.Max(16, (int)(image.Width * shrink)));
        int height = grey.Height, width = grey.Width;
        float[] plane = Array.ConvertAll(grey.Pixels, p => (float)p);
        float mean = plane.Average(), deviation = MathF.Sqrt(plane.Average(p => (p - mean) * (p - mean)));
        List<float> result = [];
        AddQuantiles(result, plane, Brightness, 1 / 255f);
        result.Add(deviation / 255);
        AddQuantiles(result, Array.ConvertAll(plane, p => (p - mean) / (deviation + 1e-3f)), Tails, 1);
        foreach (double sigma in (double[])[1, 2, 4])
        {
            float[] down = PlaneFilter.Gaussian(plane, height, width, sigma, down: 1), across = PlaneFilter.Gaussian(plane, height, width, sigma, across: 1);
            for (int i = 0; i < down.Length; i++) down[i] = MathF.Sqrt((down[i] * down[i]) + (across[i] * across[i]));
            AddQuantiles(result, down, Edges, 1);
        }
        foreach (double sigma in (double[])[1.5, 3, 5]) AddRidges(result, plane, height, width, sigma);
        foreach (int radius in (int[])[1, 3]) AddPatterns(result, PlaneFilter.Gaussian(plane, height, width, radius / 2.0), height, width, radius);
        return [.. result];
    }

    private static void AddRidges(List<float> result, float[] plane, int height, int width, double sigma)
    {
        float scale = (float)(sigma * sigma);
        float[] yy = PlaneFilter.Gaussian(plane, height, width, sigma, down: 2), xy = PlaneFilter.Gaussian(plane, height, width, sigma, down: 1, across: 1), xx = PlaneFilter.Gaussian(plane, height, width, sigma, across: 2);
        var ridge = new float[plane.Length];
        var positive = new float[plane.Length];
        for (int i = 0; i < ridge.Length; i++)
        {
            float trace = (yy[i] + xx[i]) * scale, spread = MathF.Sqrt(((yy[i] - xx[i]) * (yy[i] - xx[i])) + (4 * xy[i] * xy[i])) * scale;
            float larger = (trace + spread) / 2, smaller = (trace - spread) / 2;
            ridge[i] = larger - MathF.Abs(smaller);
            positive[i] = MathF.Max(0, ridge[i]);
        }
        AddQuantiles(result, ridge, Ridges, 1);
        float near = PlaneFilter.Gaussian(positive, height, width, 6).Max(), far = PlaneFilter.Gaussian(positive, height, width, 12).Max();
        result.AddRange([near, far, far / (positive.Average() + 1e-3f)]);
    }

    /// <summary>For each pixel, how many of eight neighbours are at least as bright, where they lie in one run; the tenth count is of all others.</summary>
    private static void AddPatterns(List<float> result, float[] plane, int height, int width, int radius)
    {
        int margin = radius + 1;
        Span<int> steps = stackalloc int[8];
        for (int k = 0; k < 8; k++) steps[k] = ((int)Math.Round(radius * Math.Sin(k * Math.PI / 4)) * width) + (int)Math.Round(radius * Math.Cos(k * Math.PI / 4));
        Span<int> counts = stackalloc int[10];
        counts.Clear();
        for (int y = margin; y < height - margin; y++)
        {
            for (int x = margin; x < width - margin; x++)
            {
                int at = (y * width) + x, bits = 0;
                for (int k = 0; k < 8; k++) bits |= plane[at + steps[k]] >= plane[at] ? 1 << k : 0;
                int changes = System.Numerics.BitOperations.PopCount((uint)(bits ^ (((bits << 1) | (bits >> 7)) & 255)));
                counts[changes <= 2 ? System.Numerics.BitOperations.PopCount((uint)bits) : 9]++;
            }
        }
        float total = Math.Max(1, (height - (2 * margin)) * (width - (2 * margin)));
        foreach (int count in counts) result.Add(count / total);
    }

    private static void AddQuantiles(List<float> result, float[] values, double[] shares, float scale)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        foreach (double share in shares) result.Add(sorted[(int)Math.Round(share * (sorted.Length - 1))] * scale);
    }
}
