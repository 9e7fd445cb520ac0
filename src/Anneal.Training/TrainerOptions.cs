using System.Numerics;

namespace Anneal.Training;

/// <summary>How a network is trained, every default filled in.</summary>
/// <param name="Epochs">Passes over the training rows, at most.</param>
/// <param name="Patience">Epochs without a better validation loss after which training stops.</param>
/// <param name="BatchSize">Rows in a step; 0 has it chosen from the number of rows.</param>
/// <param name="Seed">Seed of first weights, order of rows, augmentation and dropout.</param>
/// <param name="LearningRate">Length of a step, at its peak where the schedule has one; 0 has it found by a short trial.</param>
/// <param name="WeightDecay">Pull of every weight towards zero.</param>
/// <param name="Optimizer">What turns gradients into steps.</param>
/// <param name="Schedule">How the learning rate goes over the steps.</param>
/// <param name="LabelSmoothing">Share of a class's weight that is spread over all classes, 0 to below 1.</param>
/// <param name="FocalGamma">How strongly rows that are told right already count less (focal loss); 0 for not at all.</param>
/// <param name="MaxGradientNorm">Longer gradients are shortened to this; null for no limit.</param>
/// <param name="TimeBudget">No epoch begins that would not end in this time, and the schedule ends with the last one that does; null for no limit.</param>
public sealed record TrainerOptions(
    int Epochs,
    int Patience,
    int BatchSize,
    int Seed,
    double LearningRate,
    double WeightDecay = 0.01,
    OptimizerKind Optimizer = OptimizerKind.AdamW,
    ScheduleKind Schedule = ScheduleKind.Constant,
    double LabelSmoothing = 0,
    double FocalGamma = 0,
    double? MaxGradientNorm = null,
    TimeSpan? TimeBudget = null)
{
    /// <summary>Fewer steps than this in an epoch learn too slowly.</summary>
    private const int FewestSteps = 100;

    /// <summary>Whether the learning rate is to be found.</summary>
    public bool FindsLearningRate => LearningRate == 0;

    /// <summary>With a batch size, if it was to be chosen: the largest power of two from 8 to 256 that leaves an epoch a hundred steps.</summary>
    public TrainerOptions WithBatchSizeFor(int rows) =>
        BatchSize > 0 ? this : this with { BatchSize = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, rows / FewestSteps + 1)) / 2, 8, 256) };
}

/// <summary>What turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Plain gradient descent.</summary>
    Sgd,

    /// <summary>Gradient descent with Nesterov momentum 0.9.</summary>
    Momentum,
}

/// <summary>How the learning rate goes over the steps.</summary>
public enum ScheduleKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls to 0 along a cosine, after a warm-up of 5 % of the steps.</summary>
    Cosine,

    /// <summary>It rises over the first 30 % of the steps and then falls to nearly 0.</summary>
    OneCycle,
}
