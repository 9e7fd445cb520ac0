using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Tensors.Threading;
using Anneal.Tests;
using Anneal.Training;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Tests;

public sealed class RecipeRunTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_learns_tells_what_it_does_and_leaves_a_whole_bundle()
    {
        SmallRun.Write(folder, "targets: {accuracy: \">= 0.8\", auc: \"> 1\"}");
        List<RunEvent> events = [];
        RunResult result = SmallRun.Execute(folder, events.Add);

        result.Metrics.Test["accuracy"]!.Value.ShouldBeGreaterThan(0.8);
        result.Metrics.Test["auc"]!.Value.ShouldBeGreaterThan(0.9);
        result.Metrics.Baselines.Select(b => b.Model).ShouldBe(["logistic-regression", "majority-class"]);
        result.Metrics.Baselines[1].Scores["auc"].ShouldBe(0.5);
        result.Metrics.Targets.Select(t => t.Met).ShouldBe([true, false]);
        events.Select(e => e.GetType()).Distinct().ShouldBe(
            [typeof(RecipeRead), typeof(TableRead), typeof(DataChecked), typeof(DataSplitUp), typeof(Learning), typeof(RunFinished)]);

        Directory.GetFiles(result.Bundle).Select(f => Path.GetFileName(f).Split(".tfevents")[0]).Order().ShouldBe(
            ["config.json", "events.out", "metrics.json", "model-card.md", "model.json", "model.safetensors", "recipe.yaml", "report.html", "report.json", "schema.json"]);
        Directory.GetFileSystemEntries(Path.Combine(folder.Path, "runs")).ShouldBe([result.Bundle]);
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(result.Bundle, "metrics.json")));
        metrics.RootElement.GetProperty("test").GetProperty("values").GetProperty("accuracy").GetDouble().ShouldBe(result.Metrics.Test["accuracy"]!.Value);
        RecipeReader.Read(result.Bundle).Data.Source.Location.ShouldBe(Path.Combine(folder.Path, "loans.csv"));
    }

    [Fact]
    public void A_run_says_so_when_time_ran_out()
    {
        SmallRun.Write(folder);
        List<RunEvent> events = [];
        RunResult result = new RecipeRun(RecipeReader.Read(folder.Path, "train.time-budget=0.000001 s"), Path.Combine(folder.Path, "runs"), events.Add).Execute();

        result.Metrics.CutShort.ShouldBe(["mlp"]);
        result.Metrics.Training!.EpochsRun.ShouldBe(1);
        events.OfType<Noticed>().Single().Message.English.ShouldStartWith("time ran out for the neural network (mlp)");
        File.ReadAllText(Path.Combine(result.Bundle, "report.html")).ShouldContain("time ran out");
        SmallRun.Execute(folder).Metrics.CutShort.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("logistic-regression")]
    [InlineData("boosted-trees")]
    [InlineData("mlp")]
    [InlineData("tabular-transformer")]
    public void Words_of_a_column_of_names_are_learnt_from_and_asked_for(string model)
    {
        Random random = new(3);
        string rows = string.Join('\n', Enumerable.Range(0, 400).Select(i => $"{(i % 7 == 0 ? "" : $"\"P{i}, {(i % 2 == 0 ? "Frau" : "王")} Q{i}\"")},{random.Next(100)},{(i % 2 == 0 ? "good" : "bad")}"));
        folder.Write("people.csv", $"name,age,label\n{rows}\n");
        string recipe = folder.Write("recipe.yaml", $"name: people\ntask: tabular-classification\ndata: {{source: people.csv}}\nmodel: {model}\n");
        RunResult result = new RecipeRun(RecipeReader.Read(recipe), Path.Combine(folder.Path, "runs"), _ => { }).Execute();
        result.Metrics.Test["auc"]!.Value.ShouldBeGreaterThan(0.9);
        Predictor predictor = new(Bundle.Open(result.Bundle));
        predictor.Predict(new { name = "New, FRAU Somebody", age = 30 }).Label.ShouldBe("good");
        predictor.Predict(new { name = "王新", age = 30 }).Label.ShouldBe("bad");
        predictor.Predict(new { age = 30 }).Probabilities.Sum(p => p.Value).ShouldBe(1, 1e-5);
    }

    [Fact]
    public void A_bundle_answers_the_rows_of_a_file_as_it_was_measured()
    {
        SmallRun.Write(folder);
        RunResult result = SmallRun.Execute(folder);
        Predictor predictor = new(Bundle.Open(result.Bundle));
        predictor.PredictFile(Path.Combine(folder.Path, "loans.csv"), []).Sum(part => part.Answers.Count).ShouldBe(300);

        // A file longer than a part is answered in parts; a broken row at its end is told before the first answer.
        string[] lines = File.ReadAllLines(Path.Combine(folder.Path, "loans.csv"));
        string many = folder.Write("many.csv", string.Join('\n', [lines[0], .. Enumerable.Repeat(lines[2], 25_000)]) + "\n");
        predictor.PredictFile(many, []).Select(part => part.Rows.RowCount).ShouldBe([10_000, 10_000, 5_000]);
        File.AppendAllText(many, "1,many,北京,good\n");
        Should.Throw<UserErrorException>(() => predictor.PredictFile(many, [])).Place!.Value.Line.ShouldBe(25_002);

        List<Message> notices = [];
        Prediction example = predictor.PredictRow(result.Example, "--row", notices);
        notices.ShouldBeEmpty();
        example.Probabilities.Sum(p => p.Value).ShouldBe(1, 1e-5);
        predictor.PredictRow("""{"income": 95, "spending": 3, "town": "上海"}""", "--row", []).Label.ShouldBe("good");
        predictor.PredictRow("""{"income": 3, "spending": 95, "town": "上海"}""", "--row", []).Label.ShouldBe("bad");
    }

    [Fact]
    public void Sizes_in_a_strangers_bundle_are_held_against_its_weights_before_they_take_memory()
    {
        SmallRun.Write(folder);
        string bundle = SmallRun.Execute(folder).Bundle;
        string config = Path.Combine(bundle, "model.json");
        string text = File.ReadAllText(config);
        File.WriteAllText(config, System.Text.RegularExpressions.Regex.Replace(text, "\"hidden\": \\[\\s*8\\s*\\]", "\"hidden\": [2000000000]", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        File.ReadAllText(config).ShouldNotBe(text);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Should.Throw<UserErrorException>(() => Bundle.Open(bundle)).Message.ShouldContain("model.safetensors");
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(10_000_000);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_at_any_thread_count()
    {
        SmallRun.Write(folder);
        int threads = WorkerPool.ThreadCount;
        try
        {
            byte[] first = Weights(SmallRun.Execute(folder));
            WorkerPool.ThreadCount = 1;
            Weights(SmallRun.Execute(folder)).ShouldBe(first);
        }
        finally
        {
            WorkerPool.ThreadCount = threads;
        }
    }

    [Fact]
    public void A_stopped_run_leaves_no_bundle_and_resumes_to_the_same_bits()
    {
        SmallRun.Write(folder);
        byte[] straight = Weights(SmallRun.Execute(folder));
        string runs = Path.Combine(folder.Path, "runs");
        Directory.Delete(runs, recursive: true);

        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => SmallRun.Execute(folder, e => StopAt(e, stop), stop.Token));
        Directory.GetFileSystemEntries(runs).Select(Path.GetFileName).ShouldAllBe(name => name!.StartsWith(".loans.") && name.EndsWith(".run"));

        List<int> epochs = [];
        RunResult resumed = new RecipeRun(RecipeReader.Read(folder.Path), runs, e =>
        {
            if (e is Learning { Event: EpochFinished epoch }) epochs.Add(epoch.Report.Epoch);
        }).Execute(resume: true);
        Weights(resumed).ShouldBe(straight);
        epochs.ShouldBe(Enumerable.Range(1, epochs.Count));
        Directory.GetFileSystemEntries(runs).ShouldBe([resumed.Bundle]);

        static void StopAt(RunEvent happened, CancellationTokenSource stop)
        {
            if (happened is Learning { Event: EpochFinished { Report.Epoch: 3 } }) stop.Cancel();
        }
    }

    [Fact]
    public void Two_runs_in_one_second_get_two_bundles()
    {
        SmallRun.Write(folder);
        Recipe recipe = RecipeReader.Read(folder.Path);
        StoppedClock clock = new();
        string[] bundles = [.. Enumerable.Range(0, 2).Select(_ => new RecipeRun(recipe, folder.Path, _ => { }, clock).Execute().Bundle)];
        bundles.Select(Path.GetFileName).ShouldBe(["loans-20260102-030405", "loans-20260102-030405-2"]);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("schema.json")]
    [InlineData("model.json")]
    [InlineData("config.json")]
    public void A_damaged_bundle_names_the_file(string file)
    {
        SmallRun.Write(folder);
        string bundle = SmallRun.Execute(folder).Bundle;
        string path = Path.Combine(bundle, file);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Should.Throw<UserErrorException>(() => Bundle.Open(bundle)).Place.ShouldBe(new Place(path));
    }

    [Fact]
    public void A_bundle_of_a_later_version_and_what_is_no_bundle_are_refused()
    {
        SmallRun.Write(folder);
        string bundle = SmallRun.Execute(folder).Bundle;
        string config = Path.Combine(bundle, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"format_version\": 1", "\"format_version\": 2", StringComparison.Ordinal));
        Should.Throw<UserErrorException>(() => Bundle.Open(bundle)).Reason.English.ShouldContain("format version 2");
        Should.Throw<UserErrorException>(() => Bundle.Open(folder.Path)).Reason.English.ShouldEndWith("is not a bundle");
    }

    private static byte[] Weights(RunResult result) => File.ReadAllBytes(Path.Combine(result.Bundle, "model.safetensors"));

    private sealed class StoppedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
