using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Models.Text.Tagging;
using Anneal.Tensors;
using Anneal.Tests;
using Anneal.Training.Language;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Store;
using Anneal.Workflow.TextTasks;
using Anneal.Workflow.TextTasks.Tagging;

namespace Anneal.Workflow.Tests.TextTasks;

public sealed class TokenClassificationTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Goes_from_sentences_to_a_bundle_that_finds_names_it_never_met()
    {
        List<RunEvent> events = [];
        TextTaskResult result = Run(Recipe(), events.Add);
        result.Metrics.Test.All["f1"].ShouldBeGreaterThan(0.9);
        result.Metrics.Test.ByGroup.Keys.ShouldBe(["LOC", "PER"], ignoreOrder: true);
        result.Metrics.Baselines.Single().Scores.All["f1"].ShouldBeLessThan(result.Metrics.Test.All["f1"]);
        result.Metrics.Targets.Single().Met.ShouldBeTrue();
        foreach (string file in new[] { "config.json", "model.safetensors", "features.json", "bundle.json", "recipe.yaml", "metrics.json", "report.html", "report.json", "model-card.md" })
            File.Exists(Path.Combine(result.Bundle, file)).ShouldBeTrue(file);
        events.OfType<Learning>().Select(learning => learning.Event).OfType<StepsFinished>().Select(steps => steps.Step).ShouldBe([40, 80, 120]);
        Directory.GetDirectories(Path.GetDirectoryName(result.Bundle)!).ShouldHaveSingleItem();

        TaggedText answer = (TaggedText)TextTaskBundle.TryOpen(result.Bundle)!.Answer(new Dictionary<string, string> { ["text"] = "昨天 钱秋去了东河。\n孙云来过西山。" });
        answer.Spans.Select(span => (span.Type, span.Text)).ShouldBe([("PER", "钱秋"), ("LOC", "东河"), ("PER", "孙云"), ("LOC", "西山")]);
        answer.Spans[0].Start.ShouldBe(3);
        string.Join("|", answer.Lines).ShouldBe("昨天 [钱秋 PER]去了[东河 LOC]。|[孙云 PER]来过[西山 LOC]。");

        ReportFiles.WriteAgain(result.Bundle, Language.Chinese);
        File.ReadAllText(Path.Combine(result.Bundle, "report.html")).ShouldContain("精确率");
        Should.Throw<UserErrorException>(() => Bundle.Open(result.Bundle)).Message.ShouldContain("token-classification");
        TextTaskRecipeReader.TryRead(Path.Combine(result.Bundle, "recipe.yaml"))!.Train.Steps.ShouldBe(120);
        BundleRemoval.TryRemove(result.Bundle).ShouldBeTrue();
    }

    [Fact]
    public void A_stopped_run_goes_on_to_the_same_bits()
    {
        byte[] whole = Weights(Run(Recipe(), _ => { }, "whole"));
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Run(
            Recipe(),
            happened =>
            {
                if (happened is Learning { Event: StepsFinished { Step: 80 } }) stop.Cancel();
            },
            "stopped",
            cancellation: stop.Token));
        Weights(Run(Recipe(), _ => { }, "stopped", resume: true)).ShouldBe(whole);
    }

    [Fact]
    public void Is_recorded_in_a_store()
    {
        string runs = Path.Combine(folder.Path, "runs");
        TextTaskResult result = RunRecorder.Record(runs, runs, _ => { }, listen => Run(Recipe(), listen, "runs"));
        using RunStore store = RunStore.OpenExisting(runs);
        RunDetails run = store.Find(result.Bundle);
        run.Epochs.Select(epoch => epoch.Epoch).ShouldBe([40, 80, 120]);
        run.Metrics.ShouldContain(metric => metric.Split == "test" && metric.Name == "f1");
        run.Run.Task.ShouldBe("token-classification");
    }

    [Fact]
    public void Words_are_told_apart_from_characters()
    {
        TextTaskResult result = Run(Recipe("tokens.jsonl", Words()), _ => { });
        TaggedText answer = (TaggedText)TextTaskBundle.TryOpen(result.Bundle)!.Answer(new Dictionary<string, string> { ["text"] = "Yesterday Mira Velgo left Brandstad, happy." });
        answer.Spans.Select(span => (span.Type, span.Text)).ShouldBe([("PER", "Mira Velgo"), ("LOC", "Brandstad")]);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("frozen, last-blocks: 1")]
    public void An_encoder_is_trained_further(string tune)
    {
        string recipe = Recipe();
        string text = string.Concat(File.ReadLines(Path.Combine(folder.Path, "tokens.txt")).Where(line => line.Length > 0).Select(line => line[0]));
        Tokenizer tokenizer = TokenizerTrainer.WordPieces([text], new TokenizerTraining { VocabularySize = 300 });
        string bert = Path.Combine(folder.Path, "bert");
        EncoderFolder.Write(new EncoderModel(new EncoderConfig(EncoderArchitecture.Bert, new TextEncoderOptions(tokenizer.VocabularySize, 16, 2, 2, 32, 64) { TokenTypes = 2 }), new Generator(1)), bert);
        TokenizerFiles.Write(tokenizer, bert);
        string tuned = folder.Write("tuned.yaml", File.ReadAllText(recipe).Replace("model: {hidden: 24, size: 24, pair-size: 8}", $"model: {{from: bert, tune: {tune}}}").Replace("steps: 120", "steps: 200"));
        TextTaskResult result = Run(tuned, _ => { });
        result.Architecture.ShouldBe("bert");
        result.Metrics.Test.All["f1"].ShouldBeGreaterThan(0.5);

        // Longer than the model's 16 positions: read in rows, nothing is lost.
        TokenTagger tagger = TokenTagger.Open(result.Bundle);
        tagger.Rows([.. "昨天钱秋去了东河今天孙云来过西山明天赵雨去了南湖".Select(c => c.ToString())]).Sum(row => row.Places.Length).ShouldBe(24);
        tagger.AreWords.ShouldBeFalse();
        tagger.Find("钱秋去了东河。").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("model: {architecture: lstm}", "lstm")]
    [InlineData("model: {hiden: 3}", "hiden")]
    [InlineData("train: {epochs: 3}", "epochs")]
    [InlineData("targets: {accuracy: \">= 0.5\"}", "accuracy")]
    [InlineData("sample: {prompt: a}", "sample")]
    public void A_key_or_value_that_is_not_understood_is_named(string line, string named)
    {
        string recipe = folder.Write("recipe.yaml", $"task: token-classification\ndata: {{source: tokens.txt}}\n{line}\n");
        Should.Throw<UserErrorException>(() => TextTaskRecipeReader.TryRead(recipe)).Message.ShouldContain(named);
    }

    [Fact]
    public void A_folder_that_is_no_encoder_is_refused()
    {
        string recipe = Recipe();
        string tuned = folder.Write("tuned.yaml", File.ReadAllText(recipe).Replace("{hidden: 24, size: 24, pair-size: 8}", "{from: nothing}"));
        Should.Throw<UserErrorException>(() => Run(tuned, _ => { })).Message.ShouldContain("nothing");
        Should.Throw<UserErrorException>(() => TokenTagger.Open(folder.Path)).Place.ShouldBeNull();
    }

    [Fact]
    public void Damaged_bundles_are_refused()
    {
        TextTaskResult result = Run(Recipe(), _ => { });
        foreach (string file in new[] { "config.json", "features.json" })
        {
            string path = Path.Combine(result.Bundle, file);
            byte[] whole = File.ReadAllBytes(path);
            Random random = new(3);
            for (int i = 0; i < 100; i++)
            {
                byte[] damaged = [.. whole];
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(path, damaged[..random.Next(1, damaged.Length + 1)]);
                try
                {
                    TokenTagger.Open(result.Bundle).Find("钱秋");
                }
                catch (UserErrorException)
                {
                }
            }

            File.WriteAllBytes(path, whole);
        }
    }

    private static byte[] Weights(TextTaskResult result) => File.ReadAllBytes(Path.Combine(result.Bundle, "model.safetensors"));

    private static string Characters()
    {
        Random random = new(1);
        const string Family = "赵钱孙李周吴", Given = "秋云雨霜雪星", Side = "东西南北", Place = "河山湖城村";
        string Sentence()
        {
            (string Text, string Type)[] parts = [
                (random.Next(2) == 0 ? "昨天" : "", ""), ($"{Family[random.Next(6)]}{Given[random.Next(6)]}{(random.Next(2) == 0 ? Given[random.Next(6)] : "")}", "PER"),
                (random.Next(2) == 0 ? "去了" : "来过", ""), ($"{Side[random.Next(4)]}{Place[random.Next(5)]}", "LOC"), ("。", "")];
            return string.Concat(parts.SelectMany(part => part.Text.Select((c, i) => $"{c}\t{(part.Type.Length == 0 ? "O" : (i == 0 ? "B-" : "I-") + part.Type)}\n"))) + "\n";
        }

        return string.Concat(Enumerable.Range(0, 300).Select(_ => Sentence()));
    }

    private static string Words()
    {
        Random random = new(1);
        string[] first = ["Mira", "Tolo", "Anka", "Bero"], last = ["Velgo", "Strand", "Okum", "Dresk"], places = ["Brandstad", "Lohstad", "Velstad", "Murstad"];
        return string.Concat(Enumerable.Range(0, 300).Select(_ =>
            $"{{\"tokens\": [\"{(random.Next(2) == 0 ? "Yesterday" : "Today")}\", \"{first[random.Next(4)]}\", \"{last[random.Next(4)]}\", \"left\", \"{places[random.Next(4)]}\", \",\", \"happy\", \".\"], \"tags\": [\"O\", \"B-PER\", \"I-PER\", \"O\", \"B-LOC\", \"O\", \"O\", \"O\"]}}\n"));
    }

    private string Recipe(string source = "tokens.txt", string? content = null)
    {
        folder.Write(source, content ?? Characters());
        return folder.Write("recipe.yaml", $$$"""
            name: names
            task: token-classification
            data: {source: {{{source}}}, split: {train: 0.6, valid: 0.2, test: 0.2}}
            model: {hidden: 24, size: 24, pair-size: 8}
            train: {steps: 120, batch-size: 8, evaluate-every: 40, optimizer: {adamw: {lr: 1e-2} } }
            targets: {f1: ">= 0.9"}
            """);
    }

    private TextTaskResult Run(string recipe, Action<RunEvent> listen, string runs = "runs", bool resume = false, CancellationToken cancellation = default) =>
        new TextTaskRun(TextTaskRecipeReader.TryRead(recipe)!, Path.Combine(folder.Path, runs), listen).Execute(resume, cancellation);
}
