using Anneal.Data.Batches;
using Anneal.Data.Tabular;
using Anneal.Models.Tabular;

namespace Anneal.Training.Tests;

public sealed class TrainerTests
{
    private static readonly TrainerOptions Options = new(Epochs: 40, Patience: 40, BatchSize: 16, Seed: 3, LearningRate: 0.01, WeightDecay: 0.01);

    [Fact]
    public void Learns_what_no_linear_model_can()
    {
        LabelledRows train = Ring(400, 1);
        LabelledRows valid = Ring(200, 2);
        Accuracy(Trained([16], train, valid), valid).ShouldBeGreaterThan(0.95);
        Accuracy(Trained([], train, valid), valid).ShouldBeLessThan(0.75);
    }

    [Fact]
    public void Reports_every_epoch_and_keeps_the_weights_of_the_best()
    {
        LabelledRows train = Ring(100, 1);
        LabelledRows valid = Ring(60, 2);
        List<EpochReport> reports = [];
        Mlp model = Model([32]);
        TrainingOutcome outcome = new Trainer(Options with { LearningRate = 0.1 }, reports.Add).Fit(model, train, valid);

        reports.Select(r => r.Epoch).ShouldBe(Enumerable.Range(1, 40));
        EpochReport best = reports.MinBy(r => r.ValidLoss)!;
        (outcome.BestEpoch, outcome.BestValidLoss).ShouldBe((best.Epoch, best.ValidLoss));
        Loss(model, valid).ShouldBe(best.ValidLoss, 1e-5);
        outcome.EpochsRun.ShouldBe(40);
        outcome.StoppedEarly.ShouldBeFalse();
    }

    [Fact]
    public void Stops_when_patience_runs_out()
    {
        // Labels that the features say nothing about: the validation loss soon rises.
        LabelledRows train = Ring(60, 1);
        LabelledRows valid = new(train.Features, [.. train.Labels.Select((_, i) => i % 2)]);
        TrainingOutcome outcome = new Trainer(Options with { Epochs = 500, Patience = 3 }).Fit(Model([32]), train, valid);
        outcome.StoppedEarly.ShouldBeTrue();
        outcome.EpochsRun.ShouldBe(outcome.BestEpoch + 3);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_does_not()
    {
        LabelledRows train = Ring(200, 1);
        float[] Weights(int seed)
        {
            Mlp model = new(new MlpConfig(2, [16], 2, 0.2), (ulong)seed);
            new Trainer(Options with { Epochs = 5, Seed = seed }).Fit(model, train, train);
            return [.. model.StateDict().Values.SelectMany(t => t.ToArray())];
        }

        Weights(3).ShouldBe(Weights(3));
        Weights(3).ShouldNotBe(Weights(4));
    }

    [Fact]
    public void Stops_at_once_when_asked_to()
    {
        using CancellationTokenSource stop = new();
        List<EpochReport> reports = [];
        Trainer trainer = new(Options, report =>
        {
            reports.Add(report);
            if (report.Epoch == 2) stop.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => trainer.Fit(Model([4]), Ring(50, 1), Ring(50, 2), stop.Token));
        reports.Count.ShouldBe(2);
    }

    private static Mlp Model(int[] hidden) => new(new MlpConfig(2, hidden, 2, 0), seed: 5);

    private static Mlp Trained(int[] hidden, LabelledRows train, LabelledRows valid)
    {
        Mlp model = Model(hidden);
        new Trainer(Options).Fit(model, train, valid);
        return model;
    }

    /// <summary>Points in a square; those inside a circle are of class 1.</summary>
    private static LabelledRows Ring(int rows, int seed)
    {
        Random random = new(seed);
        float[] values = [.. Enumerable.Range(0, rows * 2).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => (values[2 * i] * values[2 * i]) + (values[(2 * i) + 1] * values[(2 * i) + 1]) < 0.6 ? 1 : 0)];
        return new LabelledRows(new FeatureMatrix(values, rows, 2), labels);
    }

    private static double Accuracy(Mlp model, LabelledRows rows)
    {
        float[] probabilities = model.Probabilities(rows.Features);
        return rows.Labels.Where((label, i) => probabilities[(2 * i) + label] > 0.5f).Count() / (double)rows.Labels.Length;
    }

    private static double Loss(Mlp model, LabelledRows rows)
    {
        float[] probabilities = model.Probabilities(rows.Features);
        return rows.Labels.Select((label, i) => -Math.Log(probabilities[(2 * i) + label])).Average();
    }
}
