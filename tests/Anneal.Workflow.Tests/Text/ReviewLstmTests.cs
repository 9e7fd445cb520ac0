using Anneal.Tests;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Tests.Text;

public sealed class ReviewLstmTests
{
    [Fact]
    public void Trained_on_real_reviews_the_sample_tells_praise_from_complaint()
    {
        using TempFolder folder = new();
        string reviews = TestData.Shared("data", "zh-sentiment", "online_shopping_10_cats.zip");
        Recipe recipe = RecipeReader.Read(Path.Combine(TestData.Fixture(), "..", "..", "samples", "review-lstm"), $"data.source={reviews}", "train.epochs=8", "train.patience=3");
        RunResult result = new RecipeRun(recipe, Path.Combine(folder.Path, "runs"), _ => { }).Execute();
        Predictor predictor = new(Bundle.Open(result.Bundle));
        double Praise(string review) => predictor.PredictRow($$"""{"review": "{{review}}"}""", "row", []).Probabilities.Single(p => p.Key == "1").Value;
        Praise("这个产品非常好").ShouldBeGreaterThan(0.9);
        Praise("这个产品真的很糟糕").ShouldBeLessThan(0.1);
    }
}
