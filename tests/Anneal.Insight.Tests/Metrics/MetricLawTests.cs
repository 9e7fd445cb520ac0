using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Tests.Metrics;

/// <summary>What must hold of metrics whatever the answers.</summary>
public sealed class MetricLawTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rank_metrics_do_not_change_under_rising_maps(int seed)
    {
        (bool[] positive, float[] scores) = Made.Ranking(seed, 200);
        float[] mapped = Array.ConvertAll(scores, score => (3 * score * score * score) + score - 7);
        RocAuc.Measure(positive, mapped).ShouldBe(RocAuc.Measure(positive, scores), 1e-12);
        PrAuc.Measure(positive, mapped).ShouldBe(PrAuc.Measure(positive, scores), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Auc_of_turned_scores_is_what_is_missing_to_one(int seed)
    {
        (bool[] positive, float[] scores) = Made.Ranking(seed, 150);
        double auc = RocAuc.Measure(positive, scores);
        RocAuc.Measure(positive, Array.ConvertAll(scores, score => -score)).ShouldBe(1 - auc, 1e-12);
        RocAuc.Measure(Array.ConvertAll(positive, one => !one), scores).ShouldBe(1 - auc, 1e-12);
    }

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        foreach (MetricCase one in MetricCase.All)
        {
            Answers answers = one.Answers;
            Scores turned = Scores.Measure(Made.Turned(answers));
            foreach ((string name, double? value) in Scores.Measure(answers).Values)
            {
                if (value is { } number) turned[name].ShouldNotBeNull().ShouldBe(number, 1e-12 * (1 + Math.Abs(number)), name);
                else turned[name].ShouldBeNull();
            }
        }
    }

    [Fact]
    public void Perfect_answers_have_perfect_scores()
    {
        Scores scores = Scores.Measure(Answers.OfClasses([0, 1, 2, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0], ["a", "b", "c"]));
        foreach (Metric metric in MetricCatalogue.For(LabelKind.OneClass)) scores[metric.Name].ShouldBe(metric.HigherIsBetter ? 1 : 0, metric.Name);
        Scores numbers = Scores.Measure(Answers.OfNumbers([1, 2, 4], [1, 2, 4]));
        foreach (Metric metric in MetricCatalogue.For(LabelKind.Number)) numbers[metric.Name].ShouldBe(metric.HigherIsBetter ? 1 : 0, metric.Name);
    }

    [Fact]
    public void Calibration_error_of_perfect_calibration_is_none()
    {
        // 1,000 rows at each tenth, of which exactly that share comes true.
        List<int> labels = [];
        List<float> probabilities = [];
        for (int tenth = 1; tenth < 10; tenth++)
        {
            for (int row = 0; row < 1000; row++)
            {
                labels.Add(row < tenth * 100 ? 1 : 0);
                probabilities.AddRange([1 - (tenth / 10f), tenth / 10f]);
            }
        }

        Scores.Measure(Answers.OfClasses([.. labels], [.. probabilities], ["no", "yes"]))["calibration-error"].ShouldNotBeNull().ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Measures_that_the_rows_do_not_have_are_null()
    {
        Scores one = Scores.Measure(Answers.OfClasses([1, 1], [0.4f, 0.6f, 0.1f, 0.9f], ["no", "yes"]));
        one["auc"].ShouldBeNull();
        one["accuracy"].ShouldBe(1);
        one["kappa"].ShouldBeNull();
        Scores constant = Scores.Measure(Answers.OfNumbers([0, 0], [1, 2]));
        constant["r2"].ShouldBeNull();
        constant["mape"].ShouldBeNull();
        constant["mae"].ShouldBe(1.5);
        one["no-such-metric"].ShouldBeNull();
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        Should.Throw<ArgumentException>(() => Answers.OfClasses([], [], ["no", "yes"]));
        Should.Throw<ArgumentException>(() => Answers.OfClasses([0], [1], ["no", "yes"]));
        Should.Throw<ArgumentException>(() => Answers.OfManyClasses([0, 1, 0], [0, 1, 0], ["a", "b"]));
        Should.Throw<ArgumentException>(() => Answers.OfNumbers([1], [1, 2]));
        Should.Throw<ArgumentException>(() => Answers.OfNumbers([], []));
    }

    [Fact]
    public void A_threshold_moves_the_classes_and_not_the_ranking()
    {
        Answers answers = MetricCase.Find("two_classes").Answers;
        Scores usual = Scores.Measure(answers);
        Scores eager = Scores.Measure(answers.WithThreshold(0.1));
        eager["auc"].ShouldBe(usual["auc"]);
        eager.Classes[1].Recall.ShouldBeGreaterThan(usual.Classes[1].Recall);
        Scores.Measure(answers.WithThreshold(0)).Classes[1].Recall.ShouldBe(1);
    }

    [Fact]
    public void Every_metric_is_explained_in_both_languages_and_has_a_name_of_its_own()
    {
        foreach (Metric metric in MetricCatalogue.All)
        {
            MetricCatalogue.Find(metric.Name).ShouldBeSameAs(metric);
            metric.Title.English.ShouldNotBeEmpty();
            metric.Title.Chinese.ShouldNotBeEmpty();
            metric.Meaning.English.ShouldEndWith(".");
            metric.Meaning.Chinese.ShouldEndWith("。");
        }
    }
}
