using System.Text.Json;
using System.Text.RegularExpressions;
using Anneal.Data.Messages;
using Anneal.Tests;
using Anneal.Workflow.Store;
using Anneal.Workflow.Targets;

namespace Anneal.Cli.Tests;

/// <summary><c>anneal runs</c>: what earlier runs left, found again.</summary>
public sealed partial class RunsTests : IDisposable
{
    private readonly Shell shell = new();

    public RunsTests() => LoansSample.Write(shell);

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void What_is_printed(string language)
    {
        string[] ids = ThreeRuns();
        string text = "";
        foreach (string[] words in new string[][] { ["list"], ["list", "--most", "1"], ["show", ids[0]], ["show", ids[2]], ["compare", ids[0], ids[1][..6]], ["compare", ids[0], ids[0], ids[2]] })
        {
            shell.Run(["runs", .. words, "--store", shell.At("runs"), "--lang", language]).ShouldBe(0, shell.Error);
            text += shell.Output.Replace(shell.Path, "<folder>", StringComparison.Ordinal);
        }

        for (int i = 0; i < ids.Length; i++) text = text.Replace(ids[i], $"{i}aaaaaaa", StringComparison.Ordinal);
        Snapshot.Match(Times().Replace(text, "2026-01-02 03:04"), $"runs-{language}");
    }

    [Fact]
    public void Programs_read_the_same()
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        string bundle = Directory.GetDirectories(shell.At("runs")).Single();
        JsonElement listed = Json("runs", "list").GetProperty("runs").EnumerateArray().Single();
        listed.GetProperty("state").GetString().ShouldBe("finished");
        listed.GetProperty("bundle").GetString().ShouldBe(bundle);
        listed.GetProperty("targets_met").GetInt32().ShouldBe(1);
        double accuracy = listed.GetProperty("metrics").GetProperty("accuracy").GetDouble();

        JsonElement shown = Json("runs", "show", bundle);
        shown.GetProperty("id").GetString().ShouldBe(listed.GetProperty("id").GetString());
        shown.GetProperty("metrics").GetProperty("accuracy").GetDouble().ShouldBe(accuracy);
        shown.GetProperty("epochs").GetArrayLength().ShouldBe(5);
        shown.GetProperty("recipe").GetString()!.ShouldContain("task: tabular-classification");

        shell.Run("run", shell.Path, "--out", shell.At("runs"), "--set", "train.epochs=2").ShouldBe(0, shell.Error);
        string[] ids = Ids();
        JsonElement compared = Json("runs", "compare", ids[0], ids[1]);
        compared.GetProperty("runs").GetArrayLength().ShouldBe(2);
        compared.GetProperty("differences").GetProperty("train.epochs").EnumerateArray().Select(v => v.GetString()).ShouldBe(["2", "5"]);
    }

    [Fact]
    public void Deleting_asks_and_takes_the_bundle_along()
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        string bundle = Directory.GetDirectories(shell.At("runs")).Single();
        string id = Ids().Single();
        string[] delete = ["runs", "delete", id, "--store", shell.At("runs")];

        shell.Run(delete).ShouldBe(2);
        shell.Error.ShouldBe("Error: deleting has to be confirmed, and nobody is there to ask\n  fix:   add --yes if you are sure\n");
        shell.Typed = "no\n";
        shell.Run(delete).ShouldBe(0);
        shell.Output.ShouldBe($"  {id} (loans) with its bundle {bundle}\nDelete it? [y/N] Nothing was deleted.\n");
        Directory.Exists(bundle).ShouldBeTrue();
        shell.Typed = "y\n";
        shell.Run(delete).ShouldBe(0);
        shell.Output.ShouldEndWith($"deleted {id} (loans) with its bundle {bundle}\n");
        Directory.GetFileSystemEntries(shell.At("runs")).Select(Path.GetFileName).ShouldBe(["anneal.db"]);
        Ids().ShouldBeEmpty();
        shell.Run("runs", "list", "--store", shell.At("runs")).ShouldBe(0);
        shell.Output.ShouldBe("No runs yet.\n");
    }

    [Fact]
    public void A_folder_that_is_no_bundle_any_more_is_left_alone()
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        string bundle = Directory.GetDirectories(shell.At("runs")).Single();
        File.WriteAllText(Path.Combine(bundle, "config.json"), "{\"mine\": true}");
        JsonElement deleted = Json("runs", "delete", Ids().Single(), "--yes").GetProperty("deleted").EnumerateArray().Single();
        deleted.GetProperty("bundle_deleted").GetBoolean().ShouldBeFalse();
        shell.Error.ShouldContain("does not look like a bundle");
        File.Exists(Path.Combine(bundle, "config.json")).ShouldBeTrue();
        Ids().ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_is_stopped_or_fails_is_recorded_as_such_and_a_mistake_in_the_recipe_is_no_run()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        shell.Run(stop.Token, "run", shell.Path, "--out", shell.At("runs")).ShouldBe(130);
        JsonElement run = Json("runs", "list").GetProperty("runs").EnumerateArray().Single();
        run.GetProperty("state").GetString().ShouldBe("stopped");
        run.GetProperty("bundle").ValueKind.ShouldBe(JsonValueKind.Null);

        shell.Run("run", shell.Path, "--out", shell.At("runs"), "--set", "data.source=nowhere.csv").ShouldBe(2);
        Ids().Length.ShouldBe(1);
    }

    [Fact]
    public void The_environment_may_name_the_store()
    {
        shell.Variables["ANNEAL_STORE"] = shell.At("elsewhere.db");
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        Directory.GetFiles(shell.At("runs")).ShouldBeEmpty();
        shell.Run("runs", "list", "--json").ShouldBe(0);
        shell.Output.ShouldContain("\"finished\"");
    }

    [Theory]
    [InlineData("runs-no-store", "runs list --store nowhere.db")]
    [InlineData("runs-unknown-command", "runs lst")]
    [InlineData("runs-no-run", "runs show")]
    [InlineData("runs-most", "runs list --most few")]
    public void Mistakes(string name, string line)
    {
        string text = "";
        foreach (string language in new[] { "en", "zh" })
        {
            shell.Run([.. line.Split(' '), "--lang", language]).ShouldBe(2);
            text += shell.Error;
        }

        Snapshot.Match(text, $"error-{name}");
    }

    [Fact]
    public void A_run_that_is_not_there_and_one_run_alone()
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        shell.Run("runs", "show", "zzz", "--store", shell.At("runs")).ShouldBe(2);
        shell.Error.ShouldBe("Error: there is no run zzz\n  fix:   \"anneal runs list\" shows them all\n");
        string id = Ids().Single();
        shell.Run("runs", "compare", id, id[..4], "--store", shell.At("runs")).ShouldBe(2);
        shell.Error.ShouldStartWith("Error: one run can't be compared\n");
    }

    private string[] ThreeRuns()
    {
        DateTimeOffset start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Directory.CreateDirectory(shell.At("runs"));
        using RunStore store = RunStore.Open(shell.At("runs"));
        string first = store.Begin("贷款", "tabular-classification", "name: 贷款\ntrain: {epochs: 3}\nmodel: {hidden: [64, 32]}\n", shell.At("runs"), start);
        store.AddEpoch(first, new StoredEpoch("mlp", 1, start, 0.7, 0.6));
        store.AddEpoch(first, new StoredEpoch("mlp", 2, start, 0.5, 0.65));
        store.Finish(
            first,
            start.AddSeconds(1.74),
            new StoredBundle(shell.At("runs/loans-1"), 45_210, "mlp", 1, 2),
            [new StoredMetric("test", "accuracy", 0.8), new StoredMetric("test", "log-loss", 0.5), new StoredMetric("test", "auc", 0.9), new StoredMetric("valid", "accuracy", 0.81)],
            [new TargetResult("accuracy", ">= 0.7", 0.8, Met: true), new TargetResult("auc", "> 1", 0.9, Met: false)]);
        string second = store.Begin("loans", "tabular-classification", "name: 贷款\ntrain: {epochs: 5}\nmodel: {hidden: [8]}\n", shell.At("runs"), start.AddHours(1));
        store.Finish(second, start.AddHours(2), new StoredBundle(shell.At("runs/loans-2"), 1_500_000, "trees", 0, 0), [new StoredMetric("test", "accuracy", 0.79), new StoredMetric("test", "log-loss", 0.4)], []);
        string third = store.Begin("loans", "tabular-classification", "name: 贷款\ntrain: {epochs: 3}\nmodel: {hidden: [64, 32]}\n", shell.At("runs"), start.AddHours(3));
        store.End(third, RunState.Failed, start.AddHours(3).AddSeconds(1), new Message("the disk is full", "磁盘已满"));
        return [first, second, third];
    }

    private string[] Ids() => [.. Json("runs", "list").GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!)];

    private JsonElement Json(params string[] args)
    {
        shell.Run([.. args, "--store", shell.At("runs"), "--json"]).ShouldBe(0, shell.Error);
        using JsonDocument document = JsonDocument.Parse(shell.Output);
        return document.RootElement.Clone();
    }

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Times();
}
