using System.Diagnostics;
using Anneal.Data.Batches;
using Anneal.Models;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training;

/// <summary>Trains a network: stopped when the validation loss no longer falls, best weights kept, resumed from its checkpoint to the same bits.</summary>
/// <param name="options">How.</param>
/// <param name="report">Hears of every epoch, on the calling thread.</param>
/// <param name="checkpoint">A file to resume from and to write after every epoch; null for none.</param>
public sealed class Trainer(TrainerOptions options, Action<EpochReport>? report = null, string? checkpoint = null)
{
    private TrainerOptions options = options;

    /// <summary>Trains the network in place.</summary>
    /// <param name="network">Takes a batch of samples, gives [batch, outputs].</param>
    /// <param name="link">What the labels are.</param>
    /// <param name="generator">The one that the network's dropout draws from: its position is part of a checkpoint.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="valid">Rows to choose the epoch by.</param>
    /// <param name="cancellation">Stops between two steps; what the last whole epoch gave is in the checkpoint.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public TrainingOutcome Fit(Module network, OutputLink link, Generator generator, LabelledSamples train, LabelledSamples valid, CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        Objective objective = new(link, options.LabelSmoothing, options.FocalGamma);
        options = options.WithBatchSizeFor(train.Inputs.Count);

        // A resumed run finds it once more, from the same first weights, and so finds the same.
        if (options.FindsLearningRate)
        {
            Tensor Loss(int[] batch) => objective.Loss(network.Forward(train.Inputs.Read(batch, augmentation: null)), train.Labels, batch, train.Weights);
            options = options with { LearningRate = LearningRateFinder.Find(network, Loss, () => CreateOptimizer(network), generator, train, options) };
        }

        Optimizer optimizer = CreateOptimizer(network);
        long stepsOfEpoch = (train.Inputs.Count + options.BatchSize - 1) / options.BatchSize;
        BestWeights best = new(network);
        TrainingState state = new(network, optimizer, CreateSchedule(optimizer, stepsOfEpoch * options.Epochs), best, generator);
        List<EpochReport> history = state.Resume(checkpoint);
        foreach (EpochReport past in history) report?.Invoke(past);

        int epoch = history.Count, wanted = options.Epochs;
        while (epoch < options.Epochs && epoch - best.Epoch < options.Patience)
        {
            epoch++;
            long begun = Stopwatch.GetTimestamp();
            double trainLoss = RunEpoch(epoch, network, objective, optimizer, state.Schedule, train, cancellation);
            double validLoss = Measure(network, objective, valid);
            bool isBest = best.Offer(epoch, validLoss);
            int fitting = EpochsInTime(epoch, wanted, Stopwatch.GetElapsedTime(begun), Stopwatch.GetElapsedTime(started));
            if (fitting != options.Epochs)
            {
                // A rate that falls to its end in the time there is learns more than one that is cut off high up.
                options = options with { Epochs = fitting };
                state.Continue(CreateSchedule(optimizer, stepsOfEpoch * fitting));
            }

            EpochReport now = new(epoch, options.Epochs, trainLoss, validLoss, isBest);
            history.Add(now);
            state.Save(checkpoint, history);
            report?.Invoke(now);
        }

        best.Restore();
        network.Eval();
        return new TrainingOutcome(epoch, best.Epoch, best.Loss, epoch < wanted, history) { OutOfTime = epoch == options.Epochs && epoch < wanted };
    }

    /// <summary>How many epochs there will be, those done included, if all to come take as long as the last one.</summary>
    private int EpochsInTime(int done, int wanted, TimeSpan last, TimeSpan elapsed)
    {
        if (options.TimeBudget is not { } budget) return wanted;
        return done + (int)Math.Min(wanted - done, Math.Max(0, (budget - elapsed) / last));
    }

    /// <summary>One pass over the training rows.</summary>
    /// <returns>The mean loss of the rows while they were learnt.</returns>
    private double RunEpoch(int epoch, Module network, Objective objective, Optimizer optimizer, Schedule? schedule, LabelledSamples train, CancellationToken cancellation)
    {
        network.Train();
        Generator augmentation = new(((ulong)(uint)options.Seed << 32) + (uint)epoch);
        double sum = 0;
        foreach (int[] batch in EpochOrder.Batches(train.Inputs, options.BatchSize, options.Seed, epoch))
        {
            cancellation.ThrowIfCancellationRequested();
            using TensorScope scope = new();
            Tensor inputs = train.Inputs.Read(batch, augmentation);
            Tensor mean = train.Inputs.Mixup > 0
                ? Mixup.Loss(network, inputs, objective, train, batch, augmentation)
                : objective.Loss(network.Forward(inputs), train.Labels, batch, train.Weights);
            optimizer.ZeroGradient();
            mean.Backward();
            optimizer.Step();
            schedule?.Step();
            sum += mean.Item() * batch.Length;
        }

        return sum / train.Inputs.Count;
    }

    private double Measure(Module network, Objective objective, LabelledSamples rows)
    {
        network.Eval();
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        int atOnce = Math.Max(options.BatchSize, 256);
        double sum = 0;
        foreach (int[] batch in Enumerable.Range(0, rows.Inputs.Count).OrderBy(rows.Inputs.LengthOf).Chunk(atOnce))
        {
            using TensorScope scope = new();
            sum += objective.Measure(network.Forward(rows.Inputs.Read(batch, augmentation: null)), rows.Labels, batch) * batch.Length;
        }

        return sum / rows.Inputs.Count;
    }

    private Optimizer CreateOptimizer(Module network)
    {
        Optimizer optimizer = options.Optimizer switch
        {
            OptimizerKind.Adam => new Adam(network.Parameters(), options.LearningRate, weightDecay: options.WeightDecay),
            OptimizerKind.Sgd => new Sgd(network.Parameters(), options.LearningRate, weightDecay: options.WeightDecay),
            OptimizerKind.Momentum => new Sgd(network.Parameters(), options.LearningRate, momentum: 0.9, weightDecay: options.WeightDecay, nesterov: true),
            _ => new AdamW(network.Parameters(), options.LearningRate, weightDecay: options.WeightDecay),
        };
        optimizer.MaxGradientNorm = options.MaxGradientNorm;
        return optimizer;
    }

    private Schedule? CreateSchedule(Optimizer optimizer, long steps) => options.Schedule switch
    {
        ScheduleKind.Cosine => new CosineWithWarmup(optimizer, steps + 1, steps / 20),
        ScheduleKind.OneCycle => new OneCycle(optimizer, options.LearningRate, steps + 1),
        _ => null,
    };
}
