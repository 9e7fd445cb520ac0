using System.Globalization;
using System.Text.Json.Nodes;

namespace Anneal.Bench;

/// <summary>llama.cpp as a peer: ANNEAL_LLAMA names the folder with its libraries (those of the npm package node-llama-cpp, say).</summary>
internal static class LlamaCpp
{
    public static string? Folder => Environment.GetEnvironmentVariable("ANNEAL_LLAMA") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    /// <summary>Starts it with a model; null, with a line that says so, where it isn't there.</summary>
    public static PeerProcess? Start(string model, int threads, string cache)
    {
        if (Folder is not { } folder)
        {
            JsonLines.Print(new JsonObject { ["peer"] = "llama.cpp", ["skipped"] = "ANNEAL_LLAMA names no folder with libllama" });
            return null;
        }
        string[] libraries = [.. Directory.GetFiles(folder, "libllama.*"), .. Directory.GetFiles(folder, "libggml.*"), .. Directory.GetFiles(folder, "libggml-base.*")];
        string program = PeerProcess.Compile("llama.c", [.. libraries, "-Wl,-rpath," + folder]);
        return PeerProcess.Start(program, [folder, model, threads.ToString(CultureInfo.InvariantCulture), cache], new Dictionary<string, string>(StringComparer.Ordinal));
    }
}
