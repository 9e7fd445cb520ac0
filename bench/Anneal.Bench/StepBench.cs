using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Anneal.Tensors;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Memory;

namespace Anneal.Bench;

/// <summary>Times a step of a model, training or inference, the way the peers' scripts do, and watches memory.</summary>
/// <remarks>
/// Beside time, each line has: <c>peakMiB</c>, the largest resident size of the process so far; <c>newBuffers</c>, buffers that the timed
/// steps took beyond those of the warm-up; <c>operations</c> recorded in a step and the managed <c>bytesPerOperation</c> (each runs forward and
/// backward); <c>gen2</c>, full collections during the timed steps.
/// </remarks>
internal static class StepBench
{
    private const int Runs = 7, WarmUp = 3;

    /// <param name="bench">The bench's name.</param>
    /// <param name="shape">What is computed, such as <c>batch 64</c>.</param>
    /// <param name="options">Threads, and whether to run the peer in turn.</param>
    /// <param name="step">One step; runs in a <see cref="TensorScope"/> of its own.</param>
    /// <param name="peerCase">The case of the peers' torch_train.py that does the same, or null.</param>
    /// <param name="scale">Milliseconds are multiplied by this and printed as <paramref name="unit"/>, for benches of whole epochs.</param>
    /// <param name="unit">Unit of the result.</param>
    /// <param name="peerKey">The key of the peer's answer that holds its median.</param>
    public static void Run(string bench, string shape, BenchOptions options, Action step, string? peerCase, double scale = 1, string unit = "ms", string peerKey = "ms_per_step")
    {
        if (!options.Against || peerCase is null)
        {
            Measure(bench, shape, options, step, scale, unit, Runs, seconds: 1);
            return;
        }
        int pairs = int.Parse(options.Extra.GetValueOrDefault("pairs", "3"), CultureInfo.InvariantCulture);
        for (int pair = 1; pair <= pairs; pair++)
        {
            double ours = Measure(bench, shape, options, step, scale, unit, runs: 3, seconds: 0.7);
            if (TorchScript.Run(peerCase, options.Threads, peerKey) is not { } peer) return;
            JsonLines.Print(new JsonObject
            {
                ["bench"] = bench, ["shape"] = shape, ["threads"] = options.Threads, ["pair"] = pair, ["ours"] = JsonLines.Short(ours), ["torch"] = peer.Median,
                ["unit"] = unit, ["timesFaster"] = Math.Round(peer.Median / ours, 2), ["ourPeakMiB"] = PeakMiB(), ["torchPeakMiB"] = peer.PeakMiB,
            });
        }
    }

    /// <summary>The largest resident size of this process so far.</summary>
    public static long PeakMiB()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 >> 20;
    }

    private static double Measure(string bench, string shape, BenchOptions options, Action step, double scale, string unit, int runs, double seconds)
    {
        void Once()
        {
            using var scope = new TensorScope();
            step();
        }
        for (int i = 0; i < WarmUp; i++) Once();
        long start = Stopwatch.GetTimestamp();
        Once();
        int times = Math.Clamp((int)(seconds / Math.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 1e-6)), 1, 2000);
        for (int i = 0; i < Math.Min(times, 200); i++) Once(); // until the just-in-time compiler is done too

        long buffers = BufferPool.NewBuffers, operations = Node.LastSequence, bytes = GC.GetTotalAllocatedBytes(precise: true);
        int gen2 = GC.CollectionCount(2);
        var samples = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < times; i++) Once();
            samples[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / times * scale;
        }
        operations = Node.LastSequence - operations;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        JsonLines.Print(
            bench, shape, options.Threads, samples, unit, double.NaN,
            ("peakMiB", PeakMiB()), ("newBuffers", BufferPool.NewBuffers - buffers), ("operations", operations / runs / times),
            ("bytesPerOperation", bytes / Math.Max(1, 2 * operations)), ("gen2", GC.CollectionCount(2) - gen2), ("steps", runs * times));
        Array.Sort(samples);
        return samples[runs / 2];
    }
}
