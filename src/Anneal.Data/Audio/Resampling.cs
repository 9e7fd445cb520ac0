namespace Anneal.Data.Audio;

/// <summary>Sound at another rate, through a windowed sinc, which lets nothing above half of the lower rate through.</summary>
/// <remarks>Smith, "Digital Audio Resampling", https://ccrma.stanford.edu/~jos/resample/; a Kaiser window with beta 12 and 32 zero crossings to each side.</remarks>
internal static class Resampling
{
    private const int ZeroCrossings = 32;
    private const double Beta = 12;
    private const double RollOff = 0.945;

    public static float[] Run(float[] samples, int from, int to)
    {
        int divisor = Divisor(from, to), up = to / divisor, down = from / divisor;
        double cut = RollOff * Math.Min(1, to / (double)from), reach = ZeroCrossings / cut;
        int taps = (2 * (int)Math.Ceiling(reach)) + 1;

        // Places between samples repeat after `up` results: the weights of each are worked out once, where they aren't too many.
        int phases = Math.Min(up, 4096);
        var weights = new float[phases][];
        for (int p = 0; p < phases; p++) weights[p] = Weights(p * (long)down % up / (double)up, cut, reach, taps);
        var result = new float[checked((int)(((long)samples.Length * up) + down - 1) / down)];
        Parallel.For(0, (result.Length + 8191) / 8192, part =>
        {
            for (int i = part * 8192; i < Math.Min(result.Length, (part + 1) * 8192); i++)
            {
                long place = (long)i * down;
                int center = (int)(place / up), first = center - (taps / 2);
                float[] w = up <= phases ? weights[i % up] : Weights(place % up / (double)up, cut, reach, taps);
                double sum = 0;
                for (int t = Math.Max(0, -first); t < Math.Min(taps, samples.Length - first); t++) sum += w[t] * samples[first + t];
                result[i] = (float)sum;
            }
        });
        return result;
    }

    /// <summary>The weights of the samples around a place that lies so far behind the middle one.</summary>
    private static float[] Weights(double behind, double cut, double reach, int taps)
    {
        var weights = new float[taps];
        for (int t = 0; t < taps; t++)
        {
            double distance = t - (taps / 2) - behind;
            if (Math.Abs(distance) >= reach) continue;
            double x = Math.PI * distance * cut, share = distance / reach;
            weights[t] = (float)(cut * (x == 0 ? 1 : Math.Sin(x) / x) * Bessel(Beta * Math.Sqrt(1 - (share * share))) / Bessel(Beta));
        }
        return weights;
    }

    /// <summary>The modified Bessel function of order zero, by its series.</summary>
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (int k = 1; term > 1e-12 * sum; k++)
        {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }
        return sum;
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
