using Anneal.Insight.Metrics;
using Anneal.Insight.Tests.Metrics;
using Anneal.Insight.Validation;

namespace Anneal.Insight.Tests.Validation;

public sealed class ValidationTests
{
    [Fact]
    public void Cross_validation_answers_each_row_by_a_model_that_never_saw_it()
    {
        Folds folds = Folds.Plain(MadeTable.Rows(20), 4, 1);
        CrossValidated validated = CrossValidation.Run(folds, (train, held) =>
        {
            train.Intersect(held).ShouldBeEmpty();

            // Tells the mean of what it learnt from.
            return Answers.OfNumbers(Array.ConvertAll(held, row => (float)row), [.. held.Select(_ => (float)train.Average())]);
        });
        validated.Folds.Count.ShouldBe(4);
        FoldSummary summary = validated.Summarize("mae")!;
        summary.Values.Count.ShouldBe(4);
        summary.Mean.ShouldBe(summary.Values.Average());
        summary.Spread.ShouldBeGreaterThan(0);
        validated.Summarize("accuracy").ShouldBeNull();
    }

    [Fact]
    public void Cross_validation_stops_when_asked_to() =>
        Should.Throw<OperationCanceledException>(() => CrossValidation.Run(Folds.Plain([1, 2], 2, 1), (_, _) => throw new InvalidOperationException(), new CancellationToken(canceled: true)));

    [Fact]
    public void A_learning_curve_has_nested_parts()
    {
        List<int[]> seen = [];
        IReadOnlyList<LearningCurvePoint> points = LearningCurve.Measure(MadeTable.Rows(200), 3, part =>
        {
            seen.Add(part);
            return part.Length / 200.0;
        });
        points.Select(point => point.Rows).ShouldBe([20, 50, 100, 200]);
        points[2].Score.ShouldBe(0.5);
        for (int i = 1; i < seen.Count; i++) seen[i - 1].Except(seen[i]).ShouldBeEmpty();
        seen[0].ShouldBe(seen[0].Order());
    }

    [Fact]
    public void Labels_that_were_turned_are_at_the_top_of_the_suspicious()
    {
        // Two classes told apart well; every 20th label is turned.
        Random random = new(5);
        Folds folds = Folds.Plain(MadeTable.Rows(400), 4, 1);
        CrossValidated validated = CrossValidation.Run(folds, (_, held) =>
        {
            float[] probabilities = new float[held.Length * 2];
            for (int i = 0; i < held.Length; i++)
            {
                float sure = 0.6f + (0.38f * (float)random.NextDouble());
                probabilities[(i * 2) + (held[i] % 2)] = sure;
                probabilities[(i * 2) + 1 - (held[i] % 2)] = 1 - sure;
            }

            return Answers.OfClasses(Array.ConvertAll(held, row => row % 20 == 0 ? 1 - (row % 2) : row % 2), probabilities, ["even", "odd"]);
        });
        IReadOnlyList<SuspiciousLabel> found = SuspiciousLabels.Rank(validated);
        found.Count.ShouldBeInRange(5, 20);
        found.ShouldAllBe(one => one.Row % 20 == 0 && one.Likely == 0 && one.Given == 1 && one.Confidence > 0.7);
        found.Select(one => one.Confidence).ShouldBe(found.Select(one => one.Confidence).OrderDescending());
    }

    [Fact]
    public void The_most_wrong_rows_are_wrong_and_the_surest_come_first()
    {
        Answers answers = Answers.OfClasses([0, 0, 1, 1], [0.9f, 0.1f, 0.3f, 0.7f, 0.99f, 0.01f, 0.4f, 0.6f], ["no", "yes"]);
        MostWrong.Find(answers).ShouldBe([2, 1]);
        MostWrong.Find(answers, 1).ShouldBe([2]);
        MostWrong.Find(Answers.OfNumbers([1, 2, 3], [1, 9, 5])).ShouldBe([1, 2]);
        MostWrong.Find(MetricCase.Find("four_labels").Answers).Count.ShouldBe(20);
    }
}
