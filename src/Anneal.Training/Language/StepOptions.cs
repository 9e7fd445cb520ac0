namespace Anneal.Training.Language;

/// <summary>How a language model is trained, every default filled in: in steps, since a pass over a large text may never end.</summary>
/// <param name="Steps">Steps, at most.</param>
/// <param name="BatchSize">Pieces of text (or talks) in a step.</param>
/// <param name="EvaluateEvery">Steps between two looks at the validation text; a checkpoint is kept at each.</param>
/// <param name="Patience">Looks without a lower validation loss after which training stops.</param>
/// <param name="Seed">Seed of first weights, order and dropout.</param>
/// <param name="LearningRate">Length of a step at its peak.</param>
/// <param name="WeightDecay">Pull of every matrix towards zero; biases and the scales of normalisations are left alone.</param>
/// <param name="Beta2">How slowly AdamW's mean of squares changes.</param>
/// <param name="Warmup">Steps in which the rate rises from zero.</param>
/// <param name="Schedule">How the rate goes on from there.</param>
/// <param name="MaxGradientNorm">Longer gradients are shortened to this; null for no limit.</param>
/// <param name="TimeBudget">No step begins after this time, and the schedule ends about there; null for no limit.</param>
public sealed record StepOptions(
    int Steps,
    int BatchSize,
    int EvaluateEvery,
    int Patience,
    int Seed,
    double LearningRate,
    double WeightDecay,
    double Beta2,
    int Warmup,
    ScheduleKind Schedule,
    double? MaxGradientNorm,
    TimeSpan? TimeBudget = null)
{
    /// <summary>Whether each piece is a document from its beginning on; otherwise pieces begin anywhere in the text.</summary>
    public bool ByDocument { get; init; }

    /// <summary>Where a cosine ends, as a share of the peak.</summary>
    internal const double LastRate = 0.1;

    /// <summary>Looks at the validation text at most.</summary>
    public int Rounds => (Steps + EvaluateEvery - 1) / EvaluateEvery;

    /// <summary>How many steps are done after so many looks.</summary>
    public int StepsAfter(int rounds) => (int)Math.Min(Steps, (long)rounds * EvaluateEvery);
}
