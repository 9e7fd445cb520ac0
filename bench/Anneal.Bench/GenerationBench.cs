using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Tokens a second of language models in GGUF files, one by one and as a prompt, beside llama.cpp on the same files in turn.</summary>
/// <remarks>--models FOLDER names the files (or ANNEAL_GGUF), --name PART chooses among them; --cache f16 or q8_0 keeps keys and values so on both sides (ours float32, llama.cpp's half otherwise), --pairs N measures so often.</remarks>
internal static class GenerationBench
{
    private const int DecodeTokens = 64, PromptTokens = 256, Before = 16;

    public static void RunDecode(BenchOptions options) => Run("decode", options, DecodeTokens, Decode);

    public static void RunPrefill(BenchOptions options) => Run("prefill", options, PromptTokens, Prefill);

    /// <summary>From the file's name to the first token's logits, and what the process has in memory then.</summary>
    public static void RunLoad(BenchOptions options)
    {
        foreach (string path in Files(options))
        {
            long start = Stopwatch.GetTimestamp();
            Decoder model = DecoderGguf.Read(GgufFile.Open(path));
            double opened = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Decode(model, 0, BlockFormat.F32);
            double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            JsonLines.Print(new JsonObject
            {
                ["bench"] = "load", ["model"] = Path.GetFileName(path), ["fileMiB"] = new FileInfo(path).Length >> 20, ["openMs"] = JsonLines.Short(opened), ["firstTokenMs"] = JsonLines.Short(first),
                ["sinceProcessStartMs"] = JsonLines.Short((DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds), ["residentMiB"] = Environment.WorkingSet >> 20,
            });
            GC.KeepAlive(model);
        }
    }

    private static void Run(string bench, BenchOptions options, int tokens, Func<Decoder, int, BlockFormat, double> measure)
    {
        string cache = options.Extra.GetValueOrDefault("cache", "f32");
        BlockFormat kept = cache switch { "f16" => BlockFormat.F16, "q8_0" => BlockFormat.Q8_0, _ => BlockFormat.F32 };
        foreach (string path in Files(options))
        {
            using PeerProcess? peer = options.Against ? LlamaCpp.Start(path, options.Threads, cache) : null;
            Decoder model = DecoderGguf.Read(GgufFile.Open(path));
            measure(model, tokens, kept);
            peer?.Ask(string.Create(CultureInfo.InvariantCulture, $"{bench} {tokens}"));
            int rounds = options.Extra.TryGetValue("pairs", out string? pairs) ? int.Parse(pairs, CultureInfo.InvariantCulture) : 5;
            var ours = new double[rounds];
            var theirs = new double[rounds];
            long theirResident = 0;
            for (int round = 0; round < rounds; round++)
            {
                ours[round] = tokens / measure(model, tokens, kept);
                if (peer?.Ask(string.Create(CultureInfo.InvariantCulture, $"{bench} {tokens}")) is not { } answer) continue;
                theirs[round] = (double)answer["tokensPerSecond"]!;
                theirResident = (long)answer["residentMiB"]!;
            }
            double[] ratios = [.. ours.Zip(theirs, (our, their) => our / their).Order()];
            Array.Sort(ours);
            Array.Sort(theirs);
            double their = theirs[rounds / 2];
            JsonLines.Print(
                bench, Path.GetFileNameWithoutExtension(path), options.Threads, ours, "tokens/s", double.NaN, ("fileMiB", new FileInfo(path).Length >> 20), ("residentMiB", Environment.WorkingSet >> 20),
                ("llamaCpp", peer is null ? null : JsonLines.Short(their)), ("timesFaster", peer is null ? null : Math.Round(ratios[rounds / 2], 2)), ("pairs", peer is null ? null : string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))), ("llamaCppResidentMiB", peer is null ? null : theirResident));
        }
    }

    private static double Decode(Decoder model, int tokens, BlockFormat kept)
    {
        var cache = new KeyValueSequence(model.Config, kept);
        var random = new Random(1);
        int[] prompt = [.. Enumerable.Range(0, Before).Select(_ => random.Next(300, 30_000))];
        int next = Step(model, cache, prompt);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < tokens; i++) next = Step(model, cache, [next]);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cache.Truncate(0);
        return seconds;
    }

    private static double Prefill(Decoder model, int tokens, BlockFormat kept)
    {
        var cache = new KeyValueSequence(model.Config, kept);
        var random = new Random(1);
        int[] prompt = [.. Enumerable.Range(0, tokens).Select(_ => random.Next(300, 30_000))];
        long start = Stopwatch.GetTimestamp();
        Step(model, cache, prompt);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cache.Truncate(0);
        return seconds;
    }

    private static int Step(Decoder model, KeyValueSequence cache, int[] ids)
    {
        using Tensor logits = model.Extend([new SequenceStep(cache, ids, EveryPosition: false)]);
        return System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits.AsReadOnlySpan<float>());
    }

    private static IEnumerable<string> Files(BenchOptions options)
    {
        string folder = options.Extra.GetValueOrDefault("models") ?? Environment.GetEnvironmentVariable("ANNEAL_GGUF") ?? ".", part = options.Extra.GetValueOrDefault("name", "");
        return Directory.GetFiles(folder, "*.gguf").Where(f => Path.GetFileName(f).Contains(part, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }
}
