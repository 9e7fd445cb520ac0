using Anneal.Insight.Calibration;
using Anneal.Insight.Metrics;
using Anneal.Insight.Tests.Metrics;

namespace Anneal.Insight.Tests.Calibration;

public sealed class DecisionThresholdTests
{
    private static readonly Answers Rare = MetricCase.Find("rare_class").Answers;

    [Fact]
    public void No_threshold_is_better_than_the_one_chosen()
    {
        Best(new ThresholdGoal.BestF1(), scores => scores["f1"]!.Value);
        Best(new ThresholdGoal.BestBalancedAccuracy(), scores => scores["balanced-accuracy"]!.Value);
        Best(new ThresholdGoal.BestAccuracy(), scores => scores["accuracy"]!.Value);
        Best(new ThresholdGoal.LeastCost(1, 20), scores => -scores.Confusion[0][1] - (20.0 * scores.Confusion[1][0]));
    }

    [Fact]
    public void A_precision_asked_for_is_kept_and_the_most_found_at_it()
    {
        Scores scores = At(DecisionThreshold.Choose(Rare, new ThresholdGoal.AtPrecision(0.5)));
        scores.Classes[1].Precision.ShouldBeGreaterThanOrEqualTo(0.5);
        foreach (Scores other in Grid().Where(other => other.Classes[1].Precision >= 0.5)) scores.Classes[1].Recall.ShouldBeGreaterThanOrEqualTo(other.Classes[1].Recall);
    }

    [Fact]
    public void A_precision_that_nobody_reaches_gives_the_most_precise()
    {
        Answers bad = Answers.OfClasses([0, 1, 0], [0.1f, 0.9f, 0.2f, 0.8f, 0.3f, 0.7f], ["no", "yes"]);
        double threshold = DecisionThreshold.Choose(bad, new ThresholdGoal.AtPrecision(0.99));
        threshold.ShouldBeInRange(0.7, 0.8);
    }

    [Fact]
    public void Three_classes_have_no_threshold() =>
        Should.Throw<ArgumentException>(() => DecisionThreshold.Choose(MetricCase.Find("three_classes").Answers, new ThresholdGoal.BestF1()));

    private static void Best(ThresholdGoal goal, Func<Scores, double> value)
    {
        double chosen = value(At(DecisionThreshold.Choose(Rare, goal)));
        foreach (Scores other in Grid()) chosen.ShouldBeGreaterThanOrEqualTo(value(other) - 1e-12);
    }

    private static IEnumerable<Scores> Grid() => Enumerable.Range(0, 1001).Select(step => At(step / 1000.0));

    private static Scores At(double threshold) => Scores.Measure(Rare.WithThreshold(threshold));
}
