using Anneal.Data.Messages;
using Anneal.Tests;
using Anneal.Training.Language;
using Anneal.Workflow.Runs;
using Anneal.Workflow.TextTasks;

namespace Anneal.Workflow.Tests.TextTasks;

public sealed class MaskedLanguageModelTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Learns_what_is_hidden_and_other_tasks_begin_from_it()
    {
        TextTaskResult result = Run(Recipe());
        result.Metrics.Test.All["loss"].ShouldBeLessThan(result.Metrics.Baselines.Single().Scores.All["loss"] - 1);
        result.Metrics.Test.All["accuracy"].ShouldBeGreaterThan(result.Metrics.Baselines.Single().Scores.All["accuracy"]);
        TextPredictor predictor = TextTaskBundle.TryOpen(result.Bundle)!;
        predictor.Answer(new Dictionary<string, string> { ["text"] = "the red [MASK] sleeps in the shed" }).Lines.Single().ShouldMatch("^(fox|owl|hare|mole) ");
        Should.Throw<UserErrorException>(() => predictor.Answer(new Dictionary<string, string> { ["text"] = "the red fox" })).WayOut.English.ShouldContain("[MASK]");

        folder.Write("tokens.jsonl", string.Concat(Enumerable.Range(0, 60).Select(i => $"{{\"tokens\": [\"the\", \"{(i % 2 == 0 ? "red" : "grey")}\", \"{Animals[i % 4]}\", \"sleeps\"], \"tags\": [\"O\", \"O\", \"B-ANIMAL\", \"O\"]}}\n")));
        string recipe = folder.Write("tags.yaml", $"task: token-classification\ndata: {{source: tokens.jsonl}}\nmodel: {{from: {result.Bundle}}}\ntrain: {{steps: 60, optimizer: {{adamw: {{lr: 1e-3}} }} }}\n");
        Run(recipe, "tags").Metrics.Test.All["f1"].ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void A_stopped_run_goes_on_to_the_same_bits()
    {
        byte[] whole = Weights(Run(Recipe(60), "whole"));
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Run(Recipe(60), "stopped", happened =>
        {
            if (happened is Learning { Event: StepsFinished { Step: 24 } }) stop.Cancel();
        }, cancellation: stop.Token));
        Weights(Run(Recipe(60), "stopped", resume: true)).ShouldBe(whole);
    }

    private static readonly string[] Animals = ["fox", "owl", "hare", "mole"];

    private static byte[] Weights(TextTaskResult result) => File.ReadAllBytes(Path.Combine(result.Bundle, "model.safetensors"));

    private string Recipe(int steps = 300)
    {
        Random random = new(4);
        string[] colours = ["red", "grey", "white"], places = ["shed", "wood", "barn"];
        folder.Write("texts.txt", string.Concat(Enumerable.Range(0, 400).Select(_ => $"the {colours[random.Next(3)]} {Animals[random.Next(4)]} sleeps in the {places[random.Next(3)]}\n")));
        return folder.Write("recipe.yaml", $$$"""
            name: hidden
            task: masked-language-model
            data: {source: texts.txt}
            model: {layers: 1, heads: 2, size: 32, feed-forward: 64, context: 24, vocabulary: 300, dropout: 0}
            train: {steps: {{{steps}}}, batch-size: 16, optimizer: {adamw: {lr: 5e-3} } }
            """);
    }

    private TextTaskResult Run(string recipe, string runs = "runs", Action<RunEvent>? listen = null, bool resume = false, CancellationToken cancellation = default) =>
        new TextTaskRun(TextTaskRecipeReader.TryRead(recipe)!, Path.Combine(folder.Path, runs), listen ?? (_ => { })).Execute(resume, cancellation);
}
