using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Anneal.Bench;

/// <summary>A peer's program that waits for a line, measures once, and answers with a line of JSON.</summary>
/// <remarks>It stays alive between questions, so that we and it can be measured in turn: A B A B.</remarks>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;

    private PeerProcess(Process process) => this.process = process;

    /// <summary>Debian's libraries at their best; without these they run crippled on recent processors.</summary>
    public static IReadOnlyDictionary<string, string> Tuned(int threads) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LD_LIBRARY_PATH"] = "/usr/lib/x86_64-linux-gnu/openblas-openmp",
        ["OPENBLAS_CORETYPE"] = "SkylakeX",
        ["ATEN_CPU_CAPABILITY"] = "avx512",
        ["OMP_NUM_THREADS"] = threads.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["OPENBLAS_NUM_THREADS"] = threads.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public static PeerProcess Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string key, string value) in environment) start.Environment[key] = value;
        return new PeerProcess(Process.Start(start) ?? throw new InvalidOperationException(program + " did not start."));
    }

    /// <summary>The folder bench/peers, found upwards from where the program lies.</summary>
    public static string Folder
    {
        get
        {
            for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                string peers = Path.Combine(at.FullName, "bench", "peers");
                if (Directory.Exists(peers)) return peers;
            }
            throw new DirectoryNotFoundException("bench/peers was not found above " + AppContext.BaseDirectory + ".");
        }
    }

    /// <summary>Compiles a C program of the peers folder, once per run.</summary>
    public static string Compile(string source, params ReadOnlySpan<string> options)
    {
        string target = Path.Combine(Path.GetTempPath(), "anneal-bench-" + Path.GetFileNameWithoutExtension(source) + "-" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (File.Exists(target)) return target;
        using Process compiler = Process.Start(new ProcessStartInfo("gcc", ["-O2", Path.Combine(Folder, source), .. options, "-o", target]))
            ?? throw new InvalidOperationException("gcc did not start.");
        compiler.WaitForExit();
        if (compiler.ExitCode != 0) throw new InvalidOperationException("gcc could not compile " + source + ".");
        return target;
    }

    /// <summary>Sends a request and waits for the answer.</summary>
    public JsonObject Ask(string request)
    {
        process.StandardInput.WriteLine(request);
        process.StandardInput.Flush();
        string answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended without an answer to '" + request + "'.");
        return JsonNode.Parse(answer)?.AsObject() ?? throw new InvalidOperationException("The peer answered nothing.");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(2000)) process.Kill();
        process.Dispose();
    }
}
