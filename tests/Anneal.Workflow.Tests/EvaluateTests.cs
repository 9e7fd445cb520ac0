using Anneal.Data.Messages;
using Anneal.Tests;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Tests;

public sealed class EvaluateTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Folds_answer_every_row_once_and_a_curve_rises_with_the_rows()
    {
        WriteWithMistakes("evaluate: {folds: 3, learning-curve: true}");
        List<RunEvent> events = [];
        RunResult result = SmallRun.Execute(folder, events.Add);

        result.Metrics.Folds["accuracy"].Values.Count.ShouldBe(3);
        result.Metrics.Folds["accuracy"].Mean.ShouldBeInRange(0.7, 0.95);
        result.Metrics.LearningCurve.Select(point => point.Rows).ShouldBe([24, 60, 120, 240]);
        result.Metrics.LearningCurve[^1].Score.ShouldBe(result.Metrics.Valid["auc"]!.Value);
        result.Metrics.LearningCurve[^1].Score.ShouldBeGreaterThan(result.Metrics.LearningCurve[0].Score);
        events.OfType<LearningAgain>().Select(again => (again.For, again.Number, again.Total)).ShouldBe(
            [(LearningAgainFor.Folds, 1, 3), (LearningAgainFor.Folds, 2, 3), (LearningAgainFor.Folds, 3, 3), (LearningAgainFor.Curve, 1, 3), (LearningAgainFor.Curve, 2, 3), (LearningAgainFor.Curve, 3, 3)]);
        File.ReadAllText(Path.Combine(result.Bundle, "report.html")).ShouldContain("Cross-validation");
    }

    [Fact]
    public void A_bundle_tells_with_the_threshold_and_temperature_it_was_measured_with()
    {
        WriteWithMistakes("evaluate: {calibrate: true, threshold: {false-alarm: 1, miss: 9} }");
        RunResult result = SmallRun.Execute(folder);
        double threshold = result.Metrics.Decision.Threshold!.Value;
        result.Metrics.Decision.Temperature.ShouldNotBe(1);

        Bundle bundle = Bundle.Open(result.Bundle);
        bundle.Metrics.Decision.ShouldBe(result.Metrics.Decision);
        foreach (Prediction answer in new Predictor(bundle).PredictFile(Path.Combine(folder.Path, "loans.csv"), []).SelectMany(part => part.Answers)) answer.Label.ShouldBe(answer.Probabilities[1].Value >= threshold ? "good" : "bad");

        // A miss costs nine false alarms, so good is told early and is hardly ever missed.
        threshold.ShouldBeLessThan(0.5);
        BundleEvaluation.Measure(bundle, Path.Combine(folder.Path, "loans.csv"), []).Threshold.ShouldBe(threshold);
    }

    [Theory]
    [InlineData("evaluate: {fold: 5}", "folds")]
    [InlineData("evaluate: {folds: 1}", "2")]
    [InlineData("evaluate: {threshold: f2}", "f1")]
    [InlineData("evaluate: {threshold: {miss: 2} }", "false-alarm")]
    public void What_is_not_understood_is_an_error_with_its_place(string section, string inWayOut)
    {
        SmallRun.Write(folder, section);
        UserErrorException error = Should.Throw<UserErrorException>(() => RecipeReader.Read(folder.Path));
        error.Place!.Value.Line.ShouldBeGreaterThan(0);
        error.WayOut.English.ShouldContain(inWayOut);
    }

    [Fact]
    public void What_was_asked_for_is_written_out()
    {
        SmallRun.Write(folder, "evaluate: {folds: 2, threshold: {precision: 0.9} }");
        RunResult result = SmallRun.Execute(folder);
        File.ReadAllText(Path.Combine(result.Bundle, "recipe.yaml")).ShouldContain("evaluate: {folds: 2, threshold: {precision: 0.9}}");
        RecipeReader.Read(result.Bundle).Evaluate.Threshold.ShouldBe(RecipeReader.Read(folder.Path).Evaluate.Threshold);
    }

    /// <summary>Every seventh label is wrong, so that no model can be sure.</summary>
    private void WriteWithMistakes(string section)
    {
        SmallRun.Write(folder, section);
        string file = Path.Combine(folder.Path, "loans.csv");
        File.WriteAllLines(file, File.ReadAllLines(file).Select((line, i) => i % 7 != 1 || i < 2 ? line : line.EndsWith("bad", StringComparison.Ordinal) ? line[..^3] + "good" : line[..^4] + "bad"));
    }
}
