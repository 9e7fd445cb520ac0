using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Anneal.Tensors.Kernels;

namespace Anneal.Bench;

/// <summary>Matrix products of float32, in GFLOP/s, against the register ceiling and, if asked, against OpenBLAS and oneDNN.</summary>
internal static unsafe class GemmBench
{
    private const int Rounds = 3;

    private sealed record Shape(int M, int K, int N, string Layout)
    {
        public double Flops => 2.0 * M * K * N;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{M}x{K}x{N}");
    }

    /// <summary>Shapes as m x k x n; nt is B given transposed (a linear layer), tn A given transposed (its weight gradient).</summary>
    private static readonly Dictionary<string, string[]> Sets = new(StringComparer.Ordinal)
    {
        ["peers"] = ["64x64x64", "128x128x128", "256x256x256", "512x512x512", "1024x1024x1024", "2048x2048x2048", "64x784x128", "128x768x3072", "1024x768x768", "512x768x50257", "1x768x3072", "1x768x50257", "3072x384x1536"],
        ["training"] =
        [
            "32x784x128:nt", "128x784x128:nt", "784x32x128:tn", "128x32x784:tn", "128x128x784:tn", "32x128x10:nt", "128x128x10:nt", "32x10x128", "10x32x128:tn", "64x21632x128:nt", "128x64x21632:tn", "64x128x21632",
            "3072x384x384:nt", "3072x384x1536:nt", "3072x1536x384:nt", "3072x1536x384", "1536x3072x384:tn", "3072x384x65:nt", "256x768x3072:nt", "256x768x50257:nt", "256x50257x768", "50257x256x768:tn", "128x768x768:nt", "128x3072x768:nt", "1x768x3072:nt", "1x768x50257:nt", "4x768x3072:nt", "8x768x3072",
        ],
        ["conv"] = ["32x9x676", "32x9x43264", "64x147x12544", "64x576x3136", "128x1152x784", "256x2304x196", "512x4608x49", "512x4608x16", "64x64x3136", "27x32x1024:tn", "64x1024x576:nt"],
        ["small"] = ["32x16x64:nt", "64x128x512:nt", "32x64x16", "64x512x128", "16x16x16", "8x8x8", "64x64x64:nt", "128x32x128:nt", "256x64x256:nt", "256x256x64", "4x64x4", "1x64x64", "1x64x64:nt"],
    };

    public static void Run(BenchOptions options)
    {
        IEnumerable<string> names = options.Extra.TryGetValue("shape", out string? one) ? one.Split(',')
            : options.Extra.TryGetValue("set", out string? set) && !string.Equals(set, "peers", StringComparison.Ordinal)
                ? string.Equals(set, "all", StringComparison.Ordinal) ? Sets.Values.SelectMany(s => s) : Sets[set]
                : Sets["peers"];
        foreach (string name in names)
        {
            Shape shape = Parse(name);
            using var ours = new Operands(shape);
            if (options.Against) Compare(shape, ours, options.Threads);
            else Print(shape, options.Threads, ours.Measure(options.Threads, 15));
        }
    }

    private static void Print(Shape shape, int threads, (double[] Reached, double[] Limits) samples, params ReadOnlySpan<(string Key, JsonNode? Value)> more)
    {
        // Each sample is held against the ceiling of that very moment; the ratio is the median of those.
        double[] limits = samples.Limits;
        double ratio = Median([.. samples.Reached.Select((reached, i) => reached / limits[i])]);
        JsonLines.Print("gemm", shape.ToString(), threads, samples.Reached, "GFLOP/s", Median(limits), [("ratio", Math.Round(ratio, 3)), ("layout", shape.Layout), .. more]);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Compare(Shape shape, Operands ours, int threads)
    {
        string request = string.Create(CultureInfo.InvariantCulture, $"{shape.M} {shape.K} {shape.N} {shape.Layout}");
        foreach (string peer in (ReadOnlySpan<string>)["openblas", "onednn"])
        {
            using PeerProcess process = string.Equals(peer, "openblas", StringComparison.Ordinal)
                ? PeerProcess.Start("/usr/bin/python3", [Path.Combine(PeerProcess.Folder, "gemm_blas.py")], PeerProcess.Tuned(threads))
                : PeerProcess.Start(PeerProcess.Compile("gemm_dnnl.c", "-ldnnl"), [], PeerProcess.Tuned(threads));
            process.Ask(request);
            var reached = new List<double>();
            var limits = new List<double>();
            var theirs = new List<double>();
            var pairs = new List<double>();
            for (int round = 0; round < Rounds; round++)
            {
                (double[] mine, double[] ceiling) = ours.Measure(threads, 5);
                reached.AddRange(mine);
                limits.AddRange(ceiling);
                theirs.Add(process.Ask(request)["median"]?.GetValue<double>() ?? 0);
                pairs.Add(Math.Round(Median(mine) / theirs[^1], 3));
            }
            Print(
                shape, threads, ([.. reached], [.. limits]),
                ("peer", peer), ("peer_median", JsonLines.Short(Median([.. theirs]))), ("against", Median([.. pairs])), ("pairs", new JsonArray([.. pairs.Select(p => (JsonNode)p)])));
        }
    }

    private static Shape Parse(string text)
    {
        string[] parts = text.Split(':');
        int[] sizes = [.. parts[0].Split('x').Select(s => int.Parse(s, CultureInfo.InvariantCulture))];
        return new Shape(sizes[0], sizes[1], sizes[2], parts.Length > 1 ? parts[1] : "nn");
    }

    private sealed class Operands : IDisposable
    {
        private readonly Shape shape;
        private readonly float* a;
        private readonly float* b;
        private readonly float* c;

        public Operands(Shape shape)
        {
            this.shape = shape;
            a = Filled((nuint)shape.M * (nuint)shape.K);
            b = Filled((nuint)shape.K * (nuint)shape.N);
            c = Filled((nuint)shape.M * (nuint)shape.N);
        }

        /// <summary>GFLOP/s of runs of 20 ms or one call, and the ceiling measured right before each.</summary>
        public (double[] Reached, double[] Limits) Measure(int threads, int runs)
        {
            Product();
            Product();
            double once = Stopper.Time(Product, 1, 0)[0];
            int times = Math.Max(1, (int)(0.02 / Math.Max(once, 1e-7)));
            if (shape.Flops > 1e10) runs = Math.Min(runs, 5);
            var reached = new double[runs];
            var limits = new double[runs];
            for (int run = 0; run < runs; run++)
            {
                limits[run] = FmaCeiling.Sample(threads);
                Product();
                long from = Stopwatch.GetTimestamp();
                for (int i = 0; i < times; i++) Product();
                reached[run] = 1e-9 * shape.Flops * times / Stopwatch.GetElapsedTime(from).TotalSeconds;
            }
            return (reached, limits);
        }

        public void Dispose()
        {
            NativeMemory.AlignedFree(a);
            NativeMemory.AlignedFree(b);
            NativeMemory.AlignedFree(c);
        }

        private void Product()
        {
            MatrixView<float> left = string.Equals(shape.Layout, "tn", StringComparison.Ordinal) ? new(a, 1, shape.M) : new(a, shape.K, 1);
            MatrixView<float> right = string.Equals(shape.Layout, "nt", StringComparison.Ordinal) ? new(b, 1, shape.K) : new(b, shape.N, 1);
            Gemm.Run(shape.M, shape.N, shape.K, left, right, c, shape.N);
        }

        private static float* Filled(nuint count)
        {
            float* memory = (float*)NativeMemory.AlignedAlloc(count * sizeof(float), 64);
            for (nuint i = 0; i < count; i++) memory[i] = (i % 17) * 0.1f;
            return memory;
        }
    }
}
