using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Bench;

/// <summary>Measures how many multiply-adds the cores do when nothing is loaded or stored.</summary>
internal static class FmaCeiling
{
    public static void Run(BenchOptions options)
    {
        double[] samples = [.. Enumerable.Range(0, 19).Select(_ => Sample(options.Threads, 2_000_000))];
        JsonLines.Print("ceiling", "fma", options.Threads, samples, "GFLOP/s", samples.Max());
    }

    /// <summary>GFLOP/s of this many threads together, measured now: cores change their clock, and neighbours come and go.</summary>
    /// <param name="threads">Threads, those of the worker pool.</param>
    /// <param name="steps">Each does this many times 16 vectors; 100,000 take about half a millisecond.</param>
    public static double Sample(int threads, int steps = 200_000)
    {
        var job = new Job { Steps = steps };
        WorkerPool.For(threads, new Job { Steps = 100 });
        long from = Stopwatch.GetTimestamp();
        WorkerPool.For(threads, in job);
        return 2e-9 * 16 * Vector512<float>.Count * steps * threads / Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private struct Job : IJob
    {
        public int Steps;

        public readonly void Run(int index) => Loop(Steps);
    }

    /// <summary>16 independent sums: more than two multipliers with a latency of 4 need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loop(int steps)
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> s0 = x, s1 = x, s2 = x, s3 = x, s4 = x, s5 = x, s6 = x, s7 = x;
        Vector512<float> s8 = x, s9 = x, sa = x, sb = x, sc = x, sd = x, se = x, sf = x;
        for (int i = 0; i < steps; i++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, x, y);
            s1 = Vector512.FusedMultiplyAdd(s1, x, y);
            s2 = Vector512.FusedMultiplyAdd(s2, x, y);
            s3 = Vector512.FusedMultiplyAdd(s3, x, y);
            s4 = Vector512.FusedMultiplyAdd(s4, x, y);
            s5 = Vector512.FusedMultiplyAdd(s5, x, y);
            s6 = Vector512.FusedMultiplyAdd(s6, x, y);
            s7 = Vector512.FusedMultiplyAdd(s7, x, y);
            s8 = Vector512.FusedMultiplyAdd(s8, x, y);
            s9 = Vector512.FusedMultiplyAdd(s9, x, y);
            sa = Vector512.FusedMultiplyAdd(sa, x, y);
            sb = Vector512.FusedMultiplyAdd(sb, x, y);
            sc = Vector512.FusedMultiplyAdd(sc, x, y);
            sd = Vector512.FusedMultiplyAdd(sd, x, y);
            se = Vector512.FusedMultiplyAdd(se, x, y);
            sf = Vector512.FusedMultiplyAdd(sf, x, y);
        }
        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + sa + sb + sc + sd + se + sf);
    }
}
