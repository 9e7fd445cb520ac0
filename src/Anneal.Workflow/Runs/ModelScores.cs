using Anneal.Insight.Metrics;

namespace Anneal.Workflow.Runs;

/// <summary>One line of the leaderboard: a model and its numbers on the test rows.</summary>
/// <param name="Model">The architecture, or the baseline's name.</param>
/// <param name="Scores">Its numbers.</param>
public sealed record ModelScores(string Model, Scores Scores);
