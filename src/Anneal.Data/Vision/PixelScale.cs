namespace Anneal.Data.Vision;

/// <summary>Brings bytes to numbers around zero: (pixel / 255 - mean) / deviation, fitted on the training pictures.</summary>
/// <param name="Mean">Mean brightness of each channel, 0 to 1.</param>
/// <param name="Deviation">Standard deviation of each channel.</param>
public sealed record PixelScale(float[] Mean, float[] Deviation)
{
    /// <summary>Fits the scale to pictures.</summary>
    /// <param name="pixels">Bytes, <c>[pictures, channels, height, width]</c>.</param>
    /// <param name="channels">Channels of a picture.</param>
    /// <param name="area">Pixels of a channel.</param>
    public static PixelScale Fit(ReadOnlySpan<byte> pixels, int channels, int area)
    {
        var mean = new float[channels];
        var deviation = new float[channels];
        Span<long> counts = stackalloc long[256];
        for (int c = 0; c < channels; c++)
        {
            counts.Clear();
            long total = 0;
            for (int start = c * area; start < pixels.Length; start += channels * area)
            {
                foreach (byte pixel in pixels.Slice(start, area)) counts[pixel]++;
                total += area;
            }
            double sum = 0, squares = 0;
            for (int value = 0; value < 256; value++) sum += counts[value] * (value / 255.0);
            double centre = total == 0 ? 0 : sum / total;
            for (int value = 0; value < 256; value++) squares += counts[value] * Math.Pow((value / 255.0) - centre, 2);
            mean[c] = (float)centre;
            deviation[c] = (float)Math.Max(1e-3, total == 0 ? 1 : Math.Sqrt(squares / total));
        }
        return new PixelScale(mean, deviation);
    }
}
