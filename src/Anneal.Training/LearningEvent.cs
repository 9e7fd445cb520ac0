using Anneal.Data.Tabular;

namespace Anneal.Training;

/// <summary>Something that happened while a model learnt; whoever shows it listens to these and to nothing else.</summary>
/// <param name="Learner">Who learns, by its name in a recipe.</param>
public abstract record LearningEvent(string Learner);

/// <summary>A learner begins.</summary>
/// <param name="Learner">Who learns.</param>
public sealed record LearningStarted(string Learner) : LearningEvent(Learner);

/// <summary>Part of a learner's work is done.</summary>
/// <param name="Learner">Who learns.</param>
/// <param name="Done">Parts that are done: trees, strengths that were tried.</param>
/// <param name="Total">Parts there are at most.</param>
/// <param name="ValidLoss">The validation loss so far, or null before there is one.</param>
public sealed record LearningProgressed(string Learner, int Done, int Total, double? ValidLoss) : LearningEvent(Learner);

/// <summary>One epoch of a network is over.</summary>
/// <param name="Learner">Who learns.</param>
/// <param name="Report">What it gave.</param>
public sealed record EpochFinished(string Learner, EpochReport Report) : LearningEvent(Learner);

/// <summary>A network's training is over.</summary>
/// <param name="Learner">Who learns.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record TrainingFinished(string Learner, TrainingOutcome Outcome) : LearningEvent(Learner);

/// <summary>A learner is done.</summary>
/// <param name="Learner">Who learnt.</param>
/// <param name="Parameters">Numbers that its model holds.</param>
/// <param name="ValidLoss">Its loss on the validation rows: log-loss in nats, or squared error in squared deviations of the label.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Resumed">Whether it had been done before the run was resumed.</param>
public sealed record LearningFinished(string Learner, long Parameters, double ValidLoss, TimeSpan Duration, bool Resumed) : LearningEvent(Learner);

/// <summary>The time budget ended a learner's work, or left it none: another run of the same seed may get further, or less far.</summary>
/// <param name="Learner">Who learnt.</param>
public sealed record LearningCutShort(string Learner) : LearningEvent(Learner);

/// <summary>Products, ratios and differences of number columns were found to help, and all models of the blend see them.</summary>
/// <param name="Learner">Who learns.</param>
/// <param name="Pairs">The pairs, those that say most first.</param>
public sealed record PairsChosen(string Learner, IReadOnlyList<NumberPair> Pairs) : LearningEvent(Learner);
