using Anneal.Data.Balance;

namespace Anneal.Training.Learners;

/// <summary>What a recipe says under <c>train:</c>; what it leaves out (null) is the learner's own default.</summary>
/// <param name="Seed">Seed of all that is random.</param>
/// <param name="TimeBudget">How long learning may take; null for the learner's default.</param>
/// <param name="Epochs">Passes over the training rows, at most.</param>
/// <param name="Patience">Epochs without a better validation loss after which training stops.</param>
/// <param name="BatchSize">Rows in a step.</param>
/// <param name="Optimizer">What turns gradients into steps.</param>
/// <param name="LearningRate">Length of a step.</param>
/// <param name="WeightDecay">Pull of every weight towards zero.</param>
/// <param name="Schedule">How the learning rate goes.</param>
/// <param name="LabelSmoothing">Share of a class's weight that is spread over all classes.</param>
/// <param name="FocalGamma">Strength of focal loss.</param>
/// <param name="MaxGradientNorm">Longer gradients are shortened to this.</param>
public sealed record TrainChoice(
    int Seed = 7,
    TimeSpan? TimeBudget = null,
    int? Epochs = null,
    int? Patience = null,
    int? BatchSize = null,
    OptimizerKind? Optimizer = null,
    double? LearningRate = null,
    double? WeightDecay = null,
    ScheduleKind? Schedule = null,
    double? LabelSmoothing = null,
    double? FocalGamma = null,
    double? MaxGradientNorm = null)
{
    /// <summary>What is done about classes of different size.</summary>
    public BalanceKind Balance { get; init; }

    /// <summary>Whether the recipe said anything that only a network's training knows.</summary>
    public bool IsAboutNetworks => this with { Seed = 0, TimeBudget = null, Balance = BalanceKind.None } != new TrainChoice(Seed: 0);

    /// <summary>A learner's defaults, with what the recipe said in their place.</summary>
    public TrainerOptions Over(TrainerOptions defaults) => defaults with
    {
        Seed = Seed,
        TimeBudget = TimeBudget ?? defaults.TimeBudget,
        Epochs = Epochs ?? defaults.Epochs,
        Patience = Patience ?? defaults.Patience,
        BatchSize = BatchSize ?? defaults.BatchSize,
        Optimizer = Optimizer ?? defaults.Optimizer,
        LearningRate = LearningRate ?? defaults.LearningRate,
        WeightDecay = WeightDecay ?? defaults.WeightDecay,
        Schedule = Schedule ?? defaults.Schedule,
        LabelSmoothing = LabelSmoothing ?? defaults.LabelSmoothing,
        FocalGamma = FocalGamma ?? defaults.FocalGamma,
        MaxGradientNorm = MaxGradientNorm ?? defaults.MaxGradientNorm,
    };
}
