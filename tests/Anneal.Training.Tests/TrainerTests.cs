using Anneal.Data.Batches;
using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Models;
using Anneal.Models.Tabular;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Training.Tests;

public sealed class TrainerTests
{
    private static readonly OutputLink Link = new(LabelKind.OneClass);

    private static readonly TrainerOptions Options = new(Epochs: 40, Patience: 40, BatchSize: 16, Seed: 3, LearningRate: 0.01, WeightDecay: 0.01);

    [Fact]
    public void Learns_what_no_linear_model_can()
    {
        LabelledSamples train = Ring(400, 1);
        LabelledSamples valid = Ring(200, 2);
        Accuracy(Trained([16], train, valid), valid).ShouldBeGreaterThan(0.95);
        Accuracy(Trained([], train, valid), valid).ShouldBeLessThan(0.75);
    }

    [Fact]
    public void Reports_every_epoch_and_keeps_the_weights_of_the_best()
    {
        LabelledSamples train = Ring(100, 1);
        LabelledSamples valid = Ring(60, 2);
        List<EpochReport> reports = [];
        Mlp model = Model([32]);
        TrainingOutcome outcome = Fit(new Trainer(Options with { LearningRate = 0.1 }, reports.Add), model, train, valid);

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
        LabelledSamples train = Ring(60, 1);
        LabelledSamples valid = new(train.Inputs, Labels.OfClasses(["out", "in"], [.. train.Labels.Classes.Select((_, i) => i % 2)]));
        TrainingOutcome outcome = Fit(new Trainer(Options with { Epochs = 500, Patience = 3 }), Model([32]), train, valid);
        outcome.StoppedEarly.ShouldBeTrue();
        outcome.EpochsRun.ShouldBe(outcome.BestEpoch + 3);
    }

    [Fact]
    public void Plans_as_many_epochs_as_fit_into_the_time_and_ends_its_schedule_with_them()
    {
        LabelledSamples train = Ring(60, 1);
        List<EpochReport> reports = [];
        Trainer trainer = new(Options with { Epochs = 1_000_000, Patience = 1_000_000, Schedule = ScheduleKind.Cosine, TimeBudget = TimeSpan.FromSeconds(1) }, report =>
        {
            reports.Add(report);
            Thread.Sleep(1);
        });
        TrainingOutcome outcome = Fit(trainer, Model([8]), train, train);
        (outcome.StoppedEarly, outcome.OutOfTime).ShouldBe((true, true));
        reports[^1].Epochs.ShouldBe(outcome.EpochsRun);
        outcome.EpochsRun.ShouldBeInRange(1, 2000);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_does_not()
    {
        LabelledSamples train = Ring(200, 1);
        float[] Weights(int seed)
        {
            Generator generator = new((ulong)seed);
            Mlp model = new(new MlpConfig(2, [16], 2, 0.2), generator);
            new Trainer(Options with { Epochs = 5, Seed = seed }).Fit(model, Link, generator, train, train);
            return [.. model.StateDict().Values.SelectMany(t => t.ToArray())];
        }

        Weights(3).ShouldBe(Weights(3));
        Weights(3).ShouldNotBe(Weights(4));
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW, ScheduleKind.Constant)]
    [InlineData(OptimizerKind.Momentum, ScheduleKind.OneCycle)]
    [InlineData(OptimizerKind.Adam, ScheduleKind.Cosine)]
    public void A_stopped_training_resumes_to_the_same_bits(OptimizerKind optimizer, ScheduleKind schedule)
    {
        using TempFolder folder = new();
        TrainerOptions options = Options with { Epochs = 6, Optimizer = optimizer, Schedule = schedule };
        LabelledSamples train = Ring(200, 1);
        LabelledSamples valid = Ring(60, 2);

        (float[] Weights, TrainingOutcome Outcome) Run(string? checkpoint, int stopAfter)
        {
            using CancellationTokenSource stop = new();
            Generator generator = new(3);
            Mlp model = new(new MlpConfig(2, [16], 2, 0.3), generator);
            Trainer trainer = new(options, report => { if (report.Epoch == stopAfter) stop.Cancel(); }, checkpoint);
            try
            {
                TrainingOutcome outcome = trainer.Fit(model, Link, generator, train, valid, stop.Token);
                return ([.. model.StateDict().Values.SelectMany(t => t.ToArray())], outcome);
            }
            catch (OperationCanceledException)
            {
                return ([], null!);
            }
        }

        (float[] straight, TrainingOutcome expected) = Run(null, stopAfter: 0);
        string file = Path.Combine(folder.Path, "checkpoint.safetensors");
        Run(file, stopAfter: 2).Weights.ShouldBeEmpty();
        Run(file, stopAfter: 4).Weights.ShouldBeEmpty();
        (float[] resumed, TrainingOutcome outcome) = Run(file, stopAfter: 0);
        resumed.ShouldBe(straight);
        outcome.History.ShouldBe(expected.History);
    }

    [Fact]
    public void A_learning_rate_that_is_found_learns()
    {
        LabelledSamples train = Ring(400, 1);
        LabelledSamples valid = Ring(200, 2);
        Mlp model = Model([16]);
        Fit(new Trainer(Options with { LearningRate = 0, BatchSize = 0 }), model, train, valid);
        Accuracy(model, valid).ShouldBeGreaterThan(0.93);
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(1600, 16)]
    [InlineData(3200, 32)]
    [InlineData(1_000_000, 256)]
    public void A_batch_size_that_is_chosen_leaves_an_epoch_its_steps(int rows, int expected) =>
        (Options with { BatchSize = 0 }).WithBatchSizeFor(rows).BatchSize.ShouldBe(expected);

    [Fact]
    public void Rows_that_weigh_nothing_are_not_learnt()
    {
        LabelledSamples rows = Ring(200, 1);
        LabelledSamples onlyInside = rows with { Weights = [.. rows.Labels.Classes.Select(c => c == 1 ? 1f : 0f)] };
        Mlp model = Model([8]);
        Fit(new Trainer(Options), model, onlyInside, rows with { Labels = Labels.OfClasses(rows.Labels.Names, [.. rows.Labels.Classes.Select(_ => 1)]) });
        Probabilities(model, rows).Where((_, i) => i % 2 == 1).Average().ShouldBeGreaterThan(0.9f);
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
        Should.Throw<OperationCanceledException>(() => trainer.Fit(Model([4]), Link, new Generator(1), Ring(50, 1), Ring(50, 2), stop.Token));
        reports.Count.ShouldBe(2);
    }

    private static Mlp Model(int[] hidden) => new(new MlpConfig(2, hidden, 2, 0), new Generator(5));

    private static TrainingOutcome Fit(Trainer trainer, Mlp model, LabelledSamples train, LabelledSamples valid) => trainer.Fit(model, Link, new Generator(1), train, valid);

    private static Mlp Trained(int[] hidden, LabelledSamples train, LabelledSamples valid)
    {
        Mlp model = Model(hidden);
        Fit(new Trainer(Options), model, train, valid);
        return model;
    }

    /// <summary>Points in a square; those inside a circle are of class 1.</summary>
    private static LabelledSamples Ring(int rows, int seed)
    {
        Random random = new(seed);
        float[] values = [.. Enumerable.Range(0, rows * 2).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => (values[2 * i] * values[2 * i]) + (values[(2 * i) + 1] * values[(2 * i) + 1]) < 0.6 ? 1 : 0)];
        return new LabelledSamples(new DenseSamples(new FeatureMatrix(values, rows, 2)), Labels.OfClasses(["out", "in"], labels));
    }

    private static double Accuracy(Mlp model, LabelledSamples rows)
    {
        float[] probabilities = Probabilities(model, rows);
        return rows.Labels.Classes.Where((label, i) => probabilities[(2 * i) + label] > 0.5f).Count() / (double)rows.Labels.Count;
    }

    private static double Loss(Mlp model, LabelledSamples rows)
    {
        float[] probabilities = Probabilities(model, rows);
        return rows.Labels.Classes.Select((label, i) => -Math.Log(probabilities[(2 * i) + label])).Average();
    }

    private static float[] Probabilities(Mlp model, LabelledSamples rows)
    {
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        float[] outputs = model.Forward(rows.Inputs.Read([.. Enumerable.Range(0, rows.Inputs.Count)], augmentation: null)).ToArray();
        Link.Apply(outputs, 2, outputs);
        return outputs;
    }
}
