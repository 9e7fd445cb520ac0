using System.Diagnostics;

namespace Anneal.Bench;

/// <summary>Times an action: warm-up, then runs long enough for the clock.</summary>
internal static class Stopper
{
    /// <summary>Seconds per call, one value per run.</summary>
    /// <param name="action">What to time.</param>
    /// <param name="runs">How many values.</param>
    /// <param name="seconds">Each run repeats the action for about this long.</param>
    public static double[] Time(Action action, int runs = 9, double seconds = 0.05)
    {
        action();
        action();
        long start = Stopwatch.GetTimestamp();
        action();
        double once = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int times = Math.Max(1, (int)(seconds / Math.Max(once, 1e-7)));
        for (int i = 0; i < times / 2; i++) action();

        var samples = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < times; i++) action();
            samples[run] = Stopwatch.GetElapsedTime(start).TotalSeconds / times;
        }
        return samples;
    }
}
