using Anneal.Tests;
using Anneal.Workflow.LanguageModels;

namespace Anneal.Workflow.Tests.LanguageModels;

/// <summary>Published conversations and preferences, where they are beside the checkout: a few steps of a small model.</summary>
public sealed class PublishedTalksTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("alpaca_zh_demo.json")]
    [InlineData("alpaca_en_demo.json")]
    public void Conversations_are_learnt_from(string file)
    {
        LanguageRunResult result = Run(Recipe(file), "first");
        result.Metrics.Text.Train.Documents.ShouldBeGreaterThan(800);
        result.Metrics.Training.History[^1].ValidLoss.ShouldBeLessThan(result.Metrics.Training.History[0].ValidLoss);
        LanguageCheck.Of(LanguageRecipeReader.TryRead(Recipe(file))!).HasErrors.ShouldBeFalse();
    }

    [Theory]
    [InlineData("dpo_zh_demo.json", "dpo")]
    [InlineData("kto_en_demo.json", "kto")]
    public void Preferences_are_learnt_from(string file, string prefer)
    {
        LanguageRunResult first = Run(Recipe("identity.json"), "first");
        string recipe = folder.Write("prefer.yaml", $$"""
            task: chat
            data: {source: "{{Source(file)}}", split: {train: 0.6, valid: 0.1, test: 0.3} }
            model: {from: "{{first.Bundle}}", context: 256}
            train: {prefer: {{prefer}}, beta: 0.1, steps: 6, batch-size: 2, evaluate-every: 3, optimizer: {adamw: {lr: 1e-3} } }
            """);
        LanguageRunResult second = Run(recipe, "second");
        second.Metrics.TestPreference!.Answers.ShouldBeGreaterThan(15);
        second.Metrics.TestPreference.Accuracy.ShouldBeInRange(0.01, 0.99);
    }

    private static string Source(string file) => TestData.Shared("data", "instruction-data", file);

    private string Recipe(string file) => folder.Write("recipe.yaml", $$"""
        name: published
        task: chat
        data: {source: "{{Source(file)}}"}
        model: {vocabulary: 600, layers: 1, heads: 2, size: 32, context: 256}
        train: {steps: 10, batch-size: 2, evaluate-every: 5, optimizer: {adamw: {lr: 5e-3} } }
        sample: {tokens: 8}
        """);

    private LanguageRunResult Run(string recipe, string runs) => new LanguageRun(LanguageRecipeReader.TryRead(recipe)!, Path.Combine(folder.Path, runs), _ => { }).Execute();
}
