using Anneal.Tensors;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Tests;
using Anneal.Training;
using Anneal.Training.Language;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Store;

namespace Anneal.Workflow.Tests.LanguageModels;

public sealed class LanguageRunTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Goes_from_a_text_to_a_bundle_that_says_what_was_measured()
    {
        List<RunEvent> events = [];
        LanguageRunResult result = Run(Recipe(), events.Add);
        result.Metrics.Final.BitsPerCharacter.ShouldBeLessThan(1.2);
        result.Metrics.Baselines.Single().Scores.BitsPerCharacter.ShouldBeLessThan(1);
        result.Metrics.Targets.Single().Met.ShouldBeTrue();
        result.Samples.Single().Text.ShouldNotBeEmpty();
        foreach (string file in new[] { "config.json", "model.safetensors", "bundle.json", "recipe.yaml", "metrics.json", "report.html", "report.json", "model-card.md" })
            File.Exists(Path.Combine(result.Bundle, file)).ShouldBeTrue(file);
        events.OfType<Learning>().Select(learning => learning.Event).OfType<StepsFinished>().Select(steps => steps.Step).ShouldBe([30, 60, 80]);
        Directory.GetDirectories(Path.GetDirectoryName(result.Bundle)!).ShouldHaveSingleItem();
        ReportFiles.WriteAgain(result.Bundle, Language.Chinese);
        File.ReadAllText(Path.Combine(result.Bundle, "report.html")).ShouldContain("困惑度");
        Should.Throw<UserErrorException>(() => Bundle.Open(result.Bundle)).Message.ShouldContain("language model");
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
                if (happened is Learning { Event: StepsFinished { Step: 60 } }) stop.Cancel();
            },
            "stopped",
            cancellation: stop.Token));
        Weights(Run(Recipe(), _ => { }, "stopped", resume: true)).ShouldBe(whole);
    }

    [Fact]
    public void Is_recorded_in_a_store()
    {
        string runs = Path.Combine(folder.Path, "runs");
        LanguageRunResult result = RunRecorder.Record(runs, runs, _ => { }, listen => Run(Recipe(), listen, "runs"));
        using RunStore store = RunStore.OpenExisting(runs);
        RunDetails run = store.Find(result.Bundle);
        run.Epochs.Select(epoch => epoch.Epoch).ShouldBe([30, 60, 80]);
        run.Metrics.ShouldContain(metric => metric.Split == "test" && metric.Name == "perplexity");
        run.Run.Task.ShouldBe("language-model");
    }

    [Theory]
    [InlineData("full", false)]
    [InlineData("frozen, last-blocks: 1", false)]
    [InlineData("lora, rank: 2", true)]
    [InlineData("qlora, rank: 2", true)]
    public void A_bundle_is_trained_further(string tune, bool adapters)
    {
        LanguageRunResult first = Run(Recipe(), _ => { }, "first");
        string recipe = folder.Write("further.yaml", $$$"""
            task: language-model
            data: {source: tales.txt, documents: lines}
            model: {from: {{{first.Bundle}}}, tune: {{{tune}}}, context: 32}
            train: {steps: 40, batch-size: 8, optimizer: {adamw: {lr: 1e-2} } }
            """);
        LanguageRunResult second = Run(recipe, _ => { }, "second");
        second.Metrics.Final.Loss.ShouldBeLessThan(first.Metrics.Final.Loss);
        Directory.Exists(Path.Combine(second.Bundle, "adapter")).ShouldBe(adapters);
        DecoderFolder.Read(second.Bundle).Config.Layers.ShouldBe(1);
        TokenizerFiles.Read(second.Bundle).VocabularySize.ShouldBe(first.Metrics.Text.Vocabulary);
    }

    [Theory]
    [InlineData(null, "full")]
    [InlineData("Q8_0", "lora, rank: 2")]
    public void A_gguf_file_is_trained_further(string? format, string tune)
    {
        string bytePairs = folder.Write("pairs.yaml", File.ReadAllText(Recipe()).Replace("tokenizer: characters", "tokenizer: bpe, vocabulary: 300", StringComparison.Ordinal).Replace("steps: 80, batch-size: 8, evaluate-every: 30", "steps: 20, batch-size: 8", StringComparison.Ordinal));
        LanguageRunResult first = Run(bytePairs, _ => { }, "first");
        string file = Path.Combine(folder.Path, "tales.gguf");
        ModelConversion.Convert(first.Bundle, file, format is null ? null : BlockFormat.Q8_0);
        string recipe = folder.Write("further.yaml", $$$"""
            task: language-model
            data: {source: tales.txt, documents: lines}
            model: {from: tales.gguf, tune: {{{tune}}}, context: 32}
            train: {steps: 40, batch-size: 8, optimizer: {adamw: {lr: 1e-2} } }
            """);
        LanguageRunResult second = Run(recipe, _ => { }, "second");
        second.Metrics.Final.Loss.ShouldBeLessThan(first.Metrics.Final.Loss);
        LanguageModelFiles.Open(second.Bundle).Generate("The ", new GenerationOptions { Temperature = 0, MaxTokens = 20 })[0].Text.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("model: {heads: 3, size: 16}", "model.size")]
    [InlineData("model: {tokeniser: bpe}", "tokeniser")]
    [InlineData("train: {epochs: 3}", "epochs")]
    [InlineData("targets: {accuracy: \">= 0.5\"}", "accuracy")]
    public void A_key_or_value_that_is_not_understood_is_named(string line, string named)
    {
        string recipe = folder.Write("recipe.yaml", $"task: language-model\ndata: {{source: tales.txt}}\n{line}\n");
        Should.Throw<UserErrorException>(() => LanguageRecipeReader.TryRead(recipe)).Message.ShouldContain(named);
    }

    [Fact]
    public void A_recipe_for_a_table_is_left_to_its_reader()
    {
        string recipe = folder.Write("recipe.yaml", "task: tabular-regression\ndata: {source: a.csv}\n");
        LanguageRecipeReader.TryRead(recipe).ShouldBeNull();
        Should.Throw<UserErrorException>(() => RecipeReader.Read(folder.Write("other.yaml", "task: language-model\ndata: {source: a.csv}\n"))).Message.ShouldContain("language-model");
    }

    private static byte[] Weights(LanguageRunResult result) => File.ReadAllBytes(Path.Combine(result.Bundle, "model.safetensors"));

    private string Recipe()
    {
        Random random = new(1);
        string[] names = ["fox", "owl", "hare"], places = ["hill", "river", "wood"];
        folder.Write("tales.txt", string.Concat(Enumerable.Range(0, 600).Select(_ => $"The {names[random.Next(3)]} went to the {places[random.Next(3)]}.\n")));
        return folder.Write("recipe.yaml", """
            name: tales
            task: language-model
            data: {source: tales.txt, documents: lines, split: {train: 0.8, valid: 0.1, test: 0.1}}
            model: {tokenizer: characters, layers: 1, heads: 2, size: 32, context: 32}
            train: {steps: 80, batch-size: 8, evaluate-every: 30, optimizer: {adamw: {lr: 1e-2}}}
            sample: {prompt: "The ", tokens: 60}
            targets: {bits-per-character: "<= 1.2"}
            """);
    }

    private LanguageRunResult Run(string recipe, Action<RunEvent> listen, string runs = "runs", bool resume = false, CancellationToken cancellation = default) =>
        new LanguageRun(LanguageRecipeReader.TryRead(recipe)!, Path.Combine(folder.Path, runs), listen).Execute(resume, cancellation);
}
