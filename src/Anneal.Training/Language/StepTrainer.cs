using System.Diagnostics;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>Trains in steps with a look at the validation text now and then: best weights kept, resumed from its checkpoint to the same bits.</summary>
/// <param name="options">How.</param>
/// <param name="report">Hears of every look, on the calling thread; an <see cref="EpochReport"/>'s epoch is the number of the look.</param>
/// <param name="checkpoint">A file to resume from and to write after every look; null for none.</param>
public sealed class StepTrainer(StepOptions options, Action<EpochReport>? report = null, string? checkpoint = null)
{
    private StepOptions options = options;

    /// <summary>Steps that were learnt here, those before a resumption not counted.</summary>
    public int StepsDone { get; private set; }

    /// <summary>How many there will be in all: fewer than asked for where the time does not suffice.</summary>
    public int StepsPlanned => options.Steps;

    /// <summary>How long they took, the looks at the validation text not counted.</summary>
    public TimeSpan Learning { get; private set; }

    /// <summary>Trains the network's parameters that want a gradient, in place.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="objective">What it learns.</param>
    /// <param name="generator">The one that dropout draws from: its position is part of a checkpoint.</param>
    /// <param name="cancellation">Stops between two steps; what the last look saw is in the checkpoint.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public TrainingOutcome Fit(Module network, StepObjective objective, Generator generator, CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        int wanted = options.Steps;
        Optimizer optimizer = CreateOptimizer(network);
        BestWeights best = new(network);
        TrainingState state = new(network, optimizer, CreateSchedule(optimizer), best, generator);
        List<EpochReport> history = state.Resume(checkpoint);
        foreach (EpochReport past in history) report?.Invoke(past);

        int round = history.Count, resumed = options.StepsAfter(round);
        bool OutOfTime() => Stopwatch.GetElapsedTime(started) > options.TimeBudget;
        while (round < options.Rounds && round - best.Epoch < options.Patience && !(round > 0 && OutOfTime()))
        {
            int first = options.StepsAfter(round);
            round++;
            network.Train();
            double trainLoss = Run(objective, optimizer, state.Schedule, first, options.StepsAfter(round), OutOfTime, cancellation);
            network.Eval();
            double validLoss;
            using (Gradients.NoGrad()) validLoss = objective.Measure();
            bool isBest = best.Offer(round, validLoss);
            int fitting = StepsInTime(resumed + StepsDone, wanted, Stopwatch.GetElapsedTime(started));
            if (fitting != options.Steps)
            {
                // A rate that falls to its end in the time there is learns more than one that is cut off high up.
                options = options with { Steps = fitting };
                state.Continue(CreateSchedule(optimizer));
            }

            EpochReport now = new(round, options.Rounds, trainLoss, validLoss, isBest);
            history.Add(now);
            state.Save(checkpoint, history);
            report?.Invoke(now);
        }

        best.Restore();
        network.Eval();
        return new TrainingOutcome(round, best.Epoch, best.Loss, resumed + StepsDone < wanted, history);
    }

    /// <summary>How many steps there will be, those done included, if all to come take as long as those done here.</summary>
    private int StepsInTime(int done, int wanted, TimeSpan elapsed)
    {
        if (options.TimeBudget is not { } budget) return wanted;
        return done + (int)Math.Min(wanted - done, Math.Max(0, (budget - elapsed) / (elapsed / StepsDone)));
    }

    /// <returns>The mean loss of the steps.</returns>
    private double Run(StepObjective objective, Optimizer optimizer, Schedule? schedule, int first, int end, Func<bool> outOfTime, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        double sum = 0;
        int step = first;
        for (; step < end && !(step > first && outOfTime()); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using TensorScope scope = new();
            Tensor mean = objective.Loss(step);
            optimizer.ZeroGradient();
            mean.Backward();
            optimizer.Step();
            schedule?.Step();
            sum += mean.Item();
        }

        Learning += Stopwatch.GetElapsedTime(started);
        StepsDone += step - first;
        return sum / (step - first);
    }

    private AdamW CreateOptimizer(Module network)
    {
        Tensor[] learning = [.. network.Parameters().Where(parameter => parameter.RequiresGradient)];
        ParameterGroup matrices = new(learning.Where(parameter => parameter.Rank > 1), weightDecay: options.WeightDecay);
        ParameterGroup rest = new(learning.Where(parameter => parameter.Rank <= 1), weightDecay: 0);
        return new AdamW(rest.Parameters.Count == 0 ? [matrices] : [matrices, rest], options.LearningRate, beta2: options.Beta2) { MaxGradientNorm = options.MaxGradientNorm };
    }

    private Schedule? CreateSchedule(Optimizer optimizer)
    {
        int warmup = Math.Min(options.Warmup, options.Steps - 1);
        return options.Schedule switch
        {
            ScheduleKind.Cosine => new CosineWithWarmup(optimizer, options.Steps, warmup, options.LearningRate * StepOptions.LastRate),
            ScheduleKind.OneCycle => new OneCycle(optimizer, options.LearningRate, options.Steps + 1),
            _ => warmup > 0 ? new LinearWarmup(optimizer, warmup) : null,
        };
    }
}
