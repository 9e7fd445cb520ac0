using System.Text.Json;
using Anneal.Data.Text.Corpora;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Tests;
using Anneal.Training.Language;

namespace Anneal.Training.Tests.Language;

public sealed class PreferenceTests
{
    private static readonly StepOptions Options = new(Steps: 40, BatchSize: 4, EvaluateEvery: 20, Patience: 9, Seed: 3, LearningRate: 5e-3, WeightDecay: 0, Beta2: 0.99, Warmup: 5, ScheduleKind.Cosine, MaxGradientNorm: 1);

    [Fact]
    public void Of_pairs_the_loss_is_that_of_the_paper()
    {
        JsonElement known = Known("pairs");
        Tensor better = Numbers(known, "better", learns: true), worse = Numbers(known, "worse", learns: true);
        Tensor loss = PreferenceLoss.Pairs(better, worse, Numbers(known, "before"), known.GetProperty("beta").GetDouble());
        loss.Backward();
        ((double)loss.Item()).ShouldBe(known.GetProperty("loss").GetDouble(), 1e-5);
        Near(better.Gradient!, known, "betterGradient");
        Near(worse.Gradient!, known, "worseGradient");
    }

    [Theory]
    [InlineData("judged")]
    [InlineData("judgedBelowZero")]
    public void Of_judged_answers_the_loss_is_that_of_the_paper(string name)
    {
        JsonElement known = Known(name);
        bool[] good = [.. known.GetProperty("good").EnumerateArray().Select(one => one.GetBoolean())];
        Tensor answers = Numbers(known, "answers", learns: true);
        Tensor weights = Tensor.From([.. good.Select(one => (float)known.GetProperty(one ? "weightGood" : "weightBad").GetDouble())], [good.Length]);
        Tensor loss = PreferenceLoss.Judged(
            answers, Numbers(known, "before"), Tensor.From([.. good.Select(one => one ? 1f : -1f)], [good.Length]), weights, known.GetProperty("reference").GetDouble(), known.GetProperty("beta").GetDouble());
        loss.Backward();
        ((double)loss.Item()).ShouldBe(known.GetProperty("loss").GetDouble(), 1e-5);
        Near(answers.Gradient!, known, "gradient");
    }

    [Fact]
    public void A_row_is_as_likely_as_what_it_tells()
    {
        Decoder network = Network();
        TokenRow row = new([1, 2, 3, 4], [TokenBatch.Ignored, 3, 4, TokenBatch.Ignored]);
        float[] logs = network.Forward(Tensor.From(row.Ids, [1, 4])).LogSoftmax(-1).ToArray();
        double expected = logs[(1 * 12) + 3] + logs[(2 * 12) + 4];
        PreferenceRows.Measure(network, [row, new TokenRow([1, 2], [TokenBatch.Ignored, 5])])[0].ShouldBe((float)expected, 1e-4f);
    }

    [Theory]
    [InlineData(TalkGoal.Pairs)]
    [InlineData(TalkGoal.Judged)]
    public void Margins_grow_from_nothing(TalkGoal goal)
    {
        Decoder network = Network();
        PreferenceRows train = Rows(goal, 0, 24), valid = Rows(goal, 24, 8);
        PreferenceObjective objective = new(network, new PreferenceChoice(goal, 0.5), train, valid, test: null, Options);
        objective.Measure(valid).Margin.ShouldBe(0, 1e-5);

        // Of 24 judged answers 8 are good and count twice; of the 8 to choose by, 3.
        objective.Measure(valid).Loss.ShouldBe(goal == TalkGoal.Pairs ? Math.Log(2) : 0.5 * ((3 * 2) + 5) / 8, 1e-5);
        List<double> losses = [];
        new StepTrainer(Options, report => losses.Add(report.ValidLoss)).Fit(network, objective, new Generator(3));
        PreferenceScores after = objective.Measure(valid);
        after.Margin.ShouldBeGreaterThan(0.5);
        after.Accuracy.ShouldBeGreaterThan(0.8);
        losses[^1].ShouldBeLessThan(losses[0]);
        objective.TokensAStep.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void With_adapters_what_it_was_before_is_the_model_beneath_them()
    {
        Decoder network = Network();
        LowRankAdapters.Attach(network, new LowRankChoice(2, 8, []), new Generator(5));
        PreferenceRows train = Rows(TalkGoal.Pairs, 0, 24);
        PreferenceObjective objective = new(network, new PreferenceChoice(TalkGoal.Pairs, 0.5), train, train, test: null, Options);
        objective.Measure(train).Margin.ShouldBe(0, 1e-5);
        new StepTrainer(Options).Fit(network, objective, new Generator(3));
        objective.Measure(train).Accuracy.ShouldBeGreaterThan(0.8);
    }

    /// <summary>Good answers rise, bad ones fall.</summary>
    private static PreferenceRows Rows(TalkGoal goal, int first, int count)
    {
        TokenRow Row(int i, bool rises)
        {
            int[] ids = rises ? [1 + (i % 4), 5, 6, 7, 8] : [1 + (i % 4), 8, 7, 6, 5];
            return new TokenRow(ids[..^1], ids[1..]);
        }

        int[] numbers = [.. Enumerable.Range(first, count)];
        return goal == TalkGoal.Pairs
            ? new PreferenceRows([.. numbers.Select(i => Row(i, true))], [.. numbers.Select(i => Row(i, false))], [])
            : new PreferenceRows([.. numbers.Select(i => Row(i, i % 3 == 0))], [.. numbers.Select(i => Row(i + 1, (i + 1) % 3 == 0))], [.. numbers.Select(i => i % 3 == 0)]);
    }

    private static Decoder Network() => new(DecoderConfig.Llama(vocabulary: 12, positions: 16, layers: 1, heads: 2, size: 32), new Generator(1));

    private static JsonElement Known(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(TestData.Fixture("losses", "preferences.json")));
        return json.RootElement.GetProperty(name).Clone();
    }

    private static float[] List(JsonElement known, string name) => [.. known.GetProperty(name).EnumerateArray().Select(one => one.GetSingle())];

    private static Tensor Numbers(JsonElement known, string name, bool learns = false)
    {
        float[] all = List(known, name);
        Tensor made = Tensor.From(all, [all.Length]);
        made.RequiresGradient = learns;
        return made;
    }

    private static void Near(Tensor gradient, JsonElement known, string name)
    {
        foreach ((float ours, float theirs) in gradient.ToArray().Zip(List(known, name))) ours.ShouldBe(theirs, 1e-5f);
    }
}
