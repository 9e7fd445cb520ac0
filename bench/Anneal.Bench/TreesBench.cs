using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Models.Trees;
using Anneal.Training.Trees;

namespace Anneal.Bench;

/// <summary>
/// Boosted trees (depth 6, 256 bins, as XGBoost's defaults): milliseconds per tree and the largest resident size. <c>--set made</c>, a made table of a
/// million rows and 28 columns of numbers, or <c>--set adult</c>, which lies beside the repository. The peer is XGBoost's <c>hist</c> on the same rows.
/// </summary>
internal static class TreesBench
{
    private const int Trees = 50, WarmUp = 10;

    public static void Run(BenchOptions options)
    {
        string set = options.Extra.GetValueOrDefault("set", "made");
        for (int pair = 1; pair <= (options.Against ? 3 : 1); pair++)
        {
            double ours = Measure(set, options.Threads, out double prepare);
            JsonObject line = new() { ["bench"] = "trees", ["shape"] = set, ["threads"] = options.Threads, ["oursMsPerTree"] = JsonLines.Short(ours), ["oursPrepareMs"] = JsonLines.Short(prepare), ["ourPeakMiB"] = StepBench.PeakMiB() };
            if (options.Against && Peer(set, options.Threads) is { } peer)
            {
                double theirs = peer["ms_per_tree"]!.GetValue<double>();
                (line["pair"], line["xgboostMsPerTree"], line["timesFaster"]) = (pair, JsonLines.Short(theirs), Math.Round(theirs / ours, 2));
                (line["xgboostPrepareMs"], line["xgboostPeakMiB"]) = (JsonLines.Short(peer["prepare_ms"]!.GetValue<double>()), peer["peak_rss_MiB"]!.GetValue<long>());
            }

            JsonLines.Print(line);
        }
    }

    private static double Measure(string set, int threads, out double prepare)
    {
        (TreeColumns columns, float[] labels) = string.Equals(set, "adult", StringComparison.Ordinal) ? Adult() : Made();
        List<long> times = [Stopwatch.GetTimestamp()];
        TreeOptions options = new() { Rounds = WarmUp + Trees, BestFirst = false, Depth = 6, Leaves = 64, Threads = threads };
        new BoostedTrees(options, (_, _) =>
        {
            times.Add(Stopwatch.GetTimestamp());
            return true;
        }).Fit(columns, TreeLoss.Logistic(labels));
        double each = Stopwatch.GetElapsedTime(times[WarmUp], times[^1]).TotalMilliseconds / Trees;
        prepare = Stopwatch.GetElapsedTime(times[0], times[1]).TotalMilliseconds - each;
        return each;
    }

    /// <summary>The same numbers as bench/peers/xgboost_trees.py makes: a linear congruential generator, column by column.</summary>
    private static (TreeColumns Columns, float[] Labels) Made()
    {
        const int rows = 1_000_000, columns = 28;
        float[][] values = new float[columns][];
        for (int c = 0; c < columns; c++)
        {
            values[c] = new float[rows];
            ulong state = (ulong)c + 1;
            for (int i = 0; i < rows; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                values[c][i] = (state >> 40) * (1f / (1 << 24));
            }
        }

        float[] labels = new float[rows];
        for (int i = 0; i < rows; i++) labels[i] = (values[0][i] * values[1][i]) + (0.3f * values[2][i]) + (0.3f * values[3][i]) > 0.55f ? 1 : 0;
        return (new TreeColumns(values, new int[columns]), labels);
    }

    private static (TreeColumns Columns, float[] Labels) Adult()
    {
        string file = Path.Combine(PeerProcess.Folder, "..", "..", "..", "shared", "data", "adult", "adult.csv");
        Table table = CsvSource.Read(file, file);
        TableSchema schema = SchemaInference.Infer(table, TaskKind.TabularClassification, new ColumnChoice(null, []));
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        return (TreeInputs.Fit(table, schema, rows).Read(table, rows), Array.ConvertAll(Labels.Of(table, schema).Classes, c => (float)c));
    }

    private static JsonObject? Peer(string set, int threads)
    {
        // By a shell, as Linux counts a parent's resident size as its child's until the child starts another program.
        ProcessStartInfo start = new("/bin/sh", ["-c", "\"$@\"; exit $?", "sh", "/usr/bin/python3", Path.Combine(PeerProcess.Folder, "xgboost_trees.py"), set, threads.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process python = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        string? line = Array.Find(output.Split('\n'), l => l.StartsWith('{'));
        if (line is null) Console.Error.WriteLine("--against needs Debian's python3-xgboost: not compared.");
        return line is null ? null : JsonNode.Parse(line)!.AsObject();
    }
}
