using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Anneal.Bench;

/// <summary>Runs a case of the peers' ONNX Runtime script (Node.js) in a process of its own and reads its answer.</summary>
/// <remarks>
/// The folder .peers, beside the repository or named by ANNEAL_PEERS_DATA, holds <c>js/node_modules</c> and the files that
/// shared/peers/ort_export.py wrote into <c>onnx</c>.
/// </remarks>
internal static class OnnxRuntimeScript
{
    /// <summary>The peer's median in milliseconds at batch 1 and its peak resident size, or null, with a message, where it can't run.</summary>
    public static (double Median, long PeakMiB)? Run(string model, int threads)
    {
        string? script = Above(Path.Combine("shared", "peers", "ort_bench.js")), peers = Environment.GetEnvironmentVariable("ANNEAL_PEERS_DATA") ?? Above(".peers");
        if (script is null || peers is null || !File.Exists(Path.Combine(peers, "onnx", model + ".onnx")))
        {
            Console.Error.WriteLine($"--against needs ../shared/peers/ort_bench.js and ../.peers/onnx/{model}.onnx (or ANNEAL_PEERS_DATA): not compared with ONNX Runtime.");
            return null;
        }
        var start = new ProcessStartInfo("node", [script, Path.Combine(peers, "onnx"), threads.ToString(CultureInfo.InvariantCulture), model]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["NODE_PATH"] = Path.Combine(peers, "js", "node_modules");
        using Process node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        while (node.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith('{') || JsonNode.Parse(line)?["ms"] is not { } median || JsonNode.Parse(line)!["batch"]!.GetValue<int>() != 1) continue;
            long peak = JsonNode.Parse(line)!["peak_rss_MiB"]!.GetValue<long>();
            node.Kill(); // larger batches would follow
            return (median.GetValue<double>(), peak);
        }
        Console.Error.WriteLine($"ONNX Runtime printed no time for {model}: not compared.");
        return null;
    }

    /// <summary>A file or folder of this name beside the program or in any folder above it.</summary>
    private static string? Above(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, name);
            if (Path.Exists(path)) return path;
        }
        return null;
    }
}
