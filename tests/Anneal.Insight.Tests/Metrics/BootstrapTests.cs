using System.Diagnostics;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Tests.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void An_interval_holds_the_number_and_narrows_with_rows()
    {
        double wide = Width(Made.Honest(1, 200));
        double narrow = Width(Made.Honest(1, 5000));
        (wide / narrow).ShouldBe(5, 1.0);
    }

    [Fact]
    public void The_interval_of_accuracy_is_that_of_the_binomial()
    {
        Answers answers = Made.Honest(2, 1000);
        double accuracy = Scores.Measure(answers)["accuracy"]!.Value;
        Interval interval = Intervals(answers, 7)["accuracy"];
        double expected = 2 * 1.96 * Math.Sqrt(accuracy * (1 - accuracy) / 1000);
        (interval.High - interval.Low).ShouldBe(expected, expected * 0.1);
        ((interval.High + interval.Low) / 2).ShouldBe(accuracy, 0.005);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_gives_others()
    {
        Answers answers = Made.Honest(3, 300);
        Intervals(answers, 1).ShouldBe(Intervals(answers, 1));
        Intervals(answers, 1)["auc"].ShouldNotBe(Intervals(answers, 2)["auc"]);
    }

    [Fact]
    public void Every_metric_of_every_kind_gets_one()
    {
        foreach (MetricCase one in MetricCase.All)
        {
            Scores scores = Scores.Measure(one.Answers);
            foreach ((string name, Interval interval) in Bootstrap.Intervals(one.Answers, MetricCatalogue.For(one.Answers.Kind), 5))
            {
                // A sample holds the same rows again and so looks worse calibrated than the whole: that interval may lie above.
                if (name == "calibration-error") continue;
                scores[name]!.Value.ShouldBeInRange(interval.Low, interval.High, $"{one.Name} {name}");
            }
        }
    }

    [Fact]
    public void The_difference_of_a_model_to_itself_is_none_and_to_a_coin_is_clear()
    {
        Answers answers = Made.Honest(4, 500);
        Metric auc = MetricCatalogue.Find("auc")!;
        Bootstrap.Difference(answers, answers, auc, 1).ShouldBe(new Interval(0, 0));
        Answers coin = answers.WithPredictions([.. Enumerable.Repeat(0.5f, 1000)]);
        Interval difference = Bootstrap.Difference(answers, coin, auc, 1)!.Value;
        difference.Low.ShouldBeGreaterThan(0.25);
        difference.High.ShouldBeLessThan(0.45);
    }

    [Fact]
    public void Rows_of_one_class_have_no_interval_of_the_auc()
    {
        Answers one = Answers.OfClasses([1, 1, 1], [0.4f, 0.6f, 0.1f, 0.9f, 0.7f, 0.3f], ["no", "yes"]);
        Intervals(one, 1).Keys.ShouldNotContain("auc");
    }

    [Fact]
    public void Twenty_thousand_rows_take_seconds_and_not_minutes()
    {
        Answers answers = Made.Honest(5, 20_000);
        long started = Stopwatch.GetTimestamp();
        Intervals(answers, 1);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private static double Width(Answers answers)
    {
        Interval interval = Intervals(answers, 7)["auc"];
        Scores.Measure(answers)["auc"]!.Value.ShouldBeInRange(interval.Low, interval.High);
        return interval.High - interval.Low;
    }

    private static IReadOnlyDictionary<string, Interval> Intervals(Answers answers, int seed) => Bootstrap.Intervals(answers, MetricCatalogue.For(answers.Kind), seed);
}
