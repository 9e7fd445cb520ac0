using Anneal.Insight.Curves;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Tests.Metrics;

/// <summary>Every metric and curve against scikit-learn's.</summary>
public sealed class ScikitLearnTests
{
    public static TheoryData<string> Names => [.. MetricCase.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Metrics_are_those_of_scikit_learn(string name)
    {
        MetricCase one = MetricCase.Find(name);
        Scores scores = Scores.Measure(one.Answers);
        scores.Values.Keys.Order().ShouldBe(one.Expected.Keys.Order());
        foreach ((string metric, double expected) in one.Expected) scores[metric].ShouldNotBeNull().ShouldBe(expected, 1e-6 * (1 + Math.Abs(expected)), metric);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Classes_and_confusion_are_those_of_scikit_learn(string name)
    {
        MetricCase one = MetricCase.Find(name);
        Scores scores = Scores.Measure(one.Answers);
        if (one.Each is { } each)
        {
            for (int k = 0; k < one.Classes; k++)
            {
                ClassScores of = scores.Classes[k];
                of.Precision.ShouldBe(each[0][k], 1e-12);
                of.Recall.ShouldBe(each[1][k], 1e-12);
                of.F1.ShouldBe(each[2][k], 1e-12);
                of.Support.ShouldBe((int)each[3][k]);
            }
        }

        if (one.Confusion is { } confusion) scores.Confusion.ShouldBe(confusion);
        else scores.Confusion.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("two_classes")]
    [InlineData("two_classes_with_ties")]
    [InlineData("rare_class")]
    [InlineData("worse_than_chance")]
    public void Curves_are_those_of_scikit_learn(string name)
    {
        MetricCase one = MetricCase.Find(name);
        bool[] positive = Array.ConvertAll(one.Labels, label => label == 1);
        float[] scores = [.. Enumerable.Range(0, positive.Length).Select(row => one.Predictions[(row * 2) + 1])];
        Same(RocCurve.Of(positive, scores), one.Curves!["roc"]);
        Same(PrecisionRecallCurve.Of(positive, scores), one.Curves["pr"]);
        Same([.. ReliabilityCurve.Of(one.Answers).Select(point => new CurvePoint(point.Told, point.Came))], one.Curves["reliability"]);
    }

    private static void Same(IReadOnlyList<CurvePoint> points, double[][] expected)
    {
        points.Count.ShouldBe(expected[0].Length);
        for (int i = 0; i < points.Count; i++)
        {
            points[i].X.ShouldBe(expected[0][i], 1e-6);
            points[i].Y.ShouldBe(expected[1][i], 1e-6);
        }
    }
}
