namespace Anneal.Data.Audio;

/// <summary>Triangular filters that sum the lines of a spectrum up to bands as far apart as the ear hears them.</summary>
/// <remarks>Slaney, "Auditory Toolbox", 1998: linear up to 1,000 Hz, logarithmic above, each filter of area one. What librosa gives by default, and Whisper expects.</remarks>
public static class MelFilters
{
    private const double LinearStep = 200.0 / 3, Break = 1000, LogStep = 0.06875177742094912; // ln(6.4) / 27

    /// <summary>The filters, <c>[bands, lines]</c> row by row.</summary>
    /// <param name="bands">How many.</param>
    /// <param name="lines">Lines of the spectrum, from 0 to half of the rate.</param>
    /// <param name="rate">Samples a second.</param>
    public static float[] Make(int bands, int lines, int rate)
    {
        double last = ToMel(rate / 2.0);
        double[] corners = [.. Enumerable.Range(0, bands + 2).Select(i => ToHertz(last * i / (bands + 1)))];
        var filters = new float[bands * lines];
        for (int b = 0; b < bands; b++)
        {
            double low = corners[b], middle = corners[b + 1], high = corners[b + 2];
            for (int i = 0; i < lines; i++)
            {
                double hertz = rate / 2.0 * i / (lines - 1), inside = Math.Min((hertz - low) / (middle - low), (high - hertz) / (high - middle));
                filters[(b * lines) + i] = (float)(Math.Max(0, inside) * 2 / (high - low));
            }
        }
        return filters;
    }

    private static double ToMel(double hertz) => hertz < Break ? hertz / LinearStep : (Break / LinearStep) + (Math.Log(hertz / Break) / LogStep);

    private static double ToHertz(double mel) => mel < Break / LinearStep ? mel * LinearStep : Break * Math.Exp(LogStep * (mel - (Break / LinearStep)));
}
