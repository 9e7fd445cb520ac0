using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Anneal.Bench;

/// <summary>Runs a case of the peers' PyTorch script in a process of its own and reads its answer.</summary>
internal static class TorchScript
{
    /// <summary>The peer's median and its peak resident size, or null, with a message, where it can't run.</summary>
    public static (double Median, long PeakMiB)? Run(string peerCase, int threads, string key)
    {
        if (PeersFolder() is not { } folder || !File.Exists("/usr/bin/python3"))
        {
            Console.Error.WriteLine("--against needs ../shared/peers/torch_train.py (or ANNEAL_PEERS) and Debian's python3-torch: not compared.");
            return null;
        }
        // Started by a shell: Linux counts a parent's resident size as its child's until the child starts another program, and ours may be the larger one.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$@\"; exit $?", "sh", "/usr/bin/python3", Path.Combine(folder, "torch_train.py"), peerCase, threads.ToString(CultureInfo.InvariantCulture), "3"]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string name, string value) in PeerProcess.Tuned(threads)) start.Environment[name] = value;
        using Process python = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        foreach (string line in output.Split('\n'))
        {
            // The first line that has the key is the training step; some cases print an inference line after it.
            if (!line.StartsWith('{') || JsonNode.Parse(line)?[key] is not { } median) continue;
            return (median.GetValue<double>(), JsonNode.Parse(line)!["peak_rss_MiB"]!.GetValue<long>());
        }
        Console.Error.WriteLine($"The peer printed no '{key}' for {peerCase}: not compared.");
        return null;
    }

    private static string? PeersFolder()
    {
        if (Environment.GetEnvironmentVariable("ANNEAL_PEERS") is { Length: > 0 } given) return given;
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string peers = Path.Combine(at.FullName, "shared", "peers");
            if (File.Exists(Path.Combine(peers, "torch_train.py"))) return peers;
        }
        return null;
    }
}
