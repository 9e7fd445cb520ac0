using System.Runtime.CompilerServices;
using System.Text.Json;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>The main job, as the README tells it: the sample's recipe in, a bundle out, and answers from it.</summary>
public sealed class CreditTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void The_sample_runs_reaches_its_targets_and_answers()
    {
        shell.Run("run", Sample(), "--out", shell.At("runs"), "--json").ShouldBe(0, shell.Error);
        shell.Output.Count(c => c == '\n').ShouldBe(1);
        using JsonDocument result = JsonDocument.Parse(shell.Output);
        JsonElement metrics = result.RootElement.GetProperty("metrics");
        metrics.GetProperty("accuracy").GetDouble().ShouldBeGreaterThan(0.78);
        metrics.GetProperty("auc").GetDouble().ShouldBeGreaterThan(0.82);
        result.RootElement.GetProperty("baselines").GetProperty("majority-class").GetProperty("auc").GetDouble().ShouldBe(0.5);
        result.RootElement.GetProperty("targets").EnumerateArray().ShouldAllBe(target => target.GetProperty("met").GetBoolean());
        string bundle = result.RootElement.GetProperty("bundle").GetString()!;
        Directory.Exists(bundle).ShouldBeTrue();

        // A man of means, and one without.
        const string Safe = """{"Seniority": 20, "Home": "owner", "Time": 36, "Age": 45, "Marital": "married", "Records": "no", "Job": "fixed", "Expenses": 60, "Income": 300, "Assets": 20000, "Debt": 0, "Amount": 600, "Price": 1500}""";
        const string Risky = """{"Seniority": 0, "Home": "other", "Time": 60, "Age": 22, "Marital": "single", "Records": "yes", "Job": "partime", "Expenses": 60, "Income": 40, "Assets": 0, "Debt": 0, "Amount": 1500, "Price": 1500}""";
        Ask(bundle, Safe).ShouldBe("good");
        Ask(bundle, Risky).ShouldBe("bad");
    }

    private static string Sample([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../samples/credit"));

    private string Ask(string bundle, string row)
    {
        shell.Run("predict", bundle, "--row", row, "--json").ShouldBe(0, shell.Error);
        using JsonDocument answer = JsonDocument.Parse(shell.Output);
        answer.RootElement.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()).ShouldBe(1, 1e-5);
        return answer.RootElement.GetProperty("label").GetString()!;
    }
}
