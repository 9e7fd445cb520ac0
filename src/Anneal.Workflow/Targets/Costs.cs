using System.Diagnostics;
using Anneal.Data.Tables;
using Anneal.Models;

namespace Anneal.Workflow.Targets;

/// <summary>What a model costs on the machine that it was made on.</summary>
/// <param name="LatencyP50">Half of the single rows are answered within this, in seconds.</param>
/// <param name="LatencyP95">95 of 100 are.</param>
/// <param name="Size">The model's files, in bytes.</param>
/// <param name="Memory">What the loaded model holds after it has answered, in bytes, beside the program itself.</param>
public sealed record Costs(double LatencyP50, double LatencyP95, long Size, long Memory)
{
    private const int Answers = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>The median latency for people, such as <c>0.4 ms</c>.</summary>
    public string LatencyText => Unit.OfSeconds(LatencyP50);

    /// <summary>The latency of the slowest but five of 100 for people.</summary>
    public string LatencyP95Text => Unit.OfSeconds(LatencyP95);

    /// <summary>The size for people, such as <c>1.2 MB</c>.</summary>
    public string SizeText => Unit.OfBytes(Size);

    /// <summary>The memory for people.</summary>
    public string MemoryText => Unit.OfBytes(Memory);

    /// <summary>Measures a model that lies in a folder.</summary>
    /// <param name="folder">The model's files.</param>
    /// <param name="table">Rows to answer.</param>
    /// <param name="rows">Which of them.</param>
    internal static Costs Measure(string folder, Table table, int[] rows)
    {
        long size = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        FittedModel model = ModelFiles.Read(folder);
        long started = Stopwatch.GetTimestamp();
        List<double> seconds = [];
        for (int i = 0; i < Answers && (i < 3 || Stopwatch.GetElapsedTime(started) < Longest); i++)
        {
            long one = Stopwatch.GetTimestamp();
            model.Predict(table, [rows[i % rows.Length]]);
            seconds.Add(Stopwatch.GetElapsedTime(one).TotalSeconds);
        }

        long memory = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
        GC.KeepAlive(model);

        // The first answers compile code and load weights; a service has that behind it.
        double[] settled = [.. seconds.Skip(seconds.Count / 10).Order()];
        return new Costs(settled[settled.Length / 2], settled[(int)((settled.Length - 1) * 0.95)], size, memory);
    }
}
