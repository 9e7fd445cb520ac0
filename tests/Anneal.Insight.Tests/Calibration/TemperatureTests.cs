using Anneal.Data.Schemas;
using Anneal.Insight.Calibration;
using Anneal.Insight.Metrics;
using Anneal.Insight.Tests.Metrics;

namespace Anneal.Insight.Tests.Calibration;

public sealed class TemperatureTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(2.5)]
    public void It_undoes_what_made_honest_probabilities_too_sure_or_too_shy(double spoilt)
    {
        Answers honest = Made.Honest(1, 20_000);
        Answers model = honest.WithPredictions(Temperature.Apply(honest.Predictions, 2, LabelKind.OneClass, spoilt));
        Temperature.Fit(model).ShouldBe(1 / spoilt, 0.04 / spoilt);
    }

    [Fact]
    public void It_lowers_log_loss_and_calibration_error_and_leaves_classes_and_ranking()
    {
        Answers honest = Made.Honest(2, 5000);
        Answers sure = honest.WithPredictions(Temperature.Apply(honest.Predictions, 2, LabelKind.OneClass, 0.4));
        Answers mended = sure.WithPredictions(Temperature.Apply(sure.Predictions, 2, LabelKind.OneClass, Temperature.Fit(sure)));
        Scores before = Scores.Measure(sure);
        Scores after = Scores.Measure(mended);
        after["log-loss"]!.Value.ShouldBeLessThan(before["log-loss"]!.Value);
        after["calibration-error"]!.Value.ShouldBeLessThan(before["calibration-error"]!.Value / 3);
        after["accuracy"].ShouldBe(before["accuracy"]);
        after["auc"]!.Value.ShouldBe(before["auc"]!.Value, 1e-4);
    }

    [Fact]
    public void Rows_keep_summing_to_one_and_labels_of_many_stand_by_themselves()
    {
        float[] scaled = Temperature.Apply([0.7f, 0.2f, 0.1f, 0, 0, 1], 3, LabelKind.OneClass, 2);
        (scaled[0] + scaled[1] + scaled[2]).ShouldBe(1, 1e-6);
        (scaled[0] / scaled[1]).ShouldBe((float)Math.Sqrt(3.5), 1e-5);
        float.IsFinite(scaled[3]).ShouldBeTrue();
        float[] many = Temperature.Apply([0.5f, 0.9f, 0, 1], 2, LabelKind.ManyClasses, 2);
        many[0].ShouldBe(0.5f, 1e-6);
        many[1].ShouldBe(0.75f, 1e-6);
        Should.Throw<ArgumentException>(() => Temperature.Fit(Answers.OfNumbers([1], [1])));
    }

    [Fact]
    public void Answers_that_are_all_right_end_at_the_coldest_and_finite()
    {
        Answers perfect = Answers.OfClasses([0, 1], [0.9f, 0.1f, 0.2f, 0.8f], ["no", "yes"]);
        Temperature.Fit(perfect).ShouldBe(0.1, 1e-3);
    }
}
