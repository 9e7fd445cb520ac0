namespace Anneal.Data.Audio;

/// <summary>Sound as numbers: samples from -1 to 1, one row for each channel.</summary>
/// <param name="Channels"><c>[channels][samples]</c>, all of one length.</param>
/// <param name="Rate">Samples a second.</param>
public sealed record Recording(IReadOnlyList<float[]> Channels, int Rate)
{
    /// <summary>Samples of each channel.</summary>
    public int Length => Channels.Count == 0 ? 0 : Channels[0].Length;

    /// <summary>The mean of the channels, at another rate if one is asked for: what models hear.</summary>
    /// <param name="rate">Samples a second; null for the recording's own.</param>
    public float[] Mono(int? rate = null)
    {
        var mean = new float[Length];
        foreach (float[] channel in Channels)
            for (int i = 0; i < mean.Length; i++) mean[i] += channel[i] / Channels.Count;
        return rate is null || rate == Rate ? mean : Resampling.Run(mean, Rate, rate.Value);
    }
}
