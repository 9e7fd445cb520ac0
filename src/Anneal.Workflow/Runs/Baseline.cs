using Anneal.Insight.Metrics;

namespace Anneal.Workflow.Runs;

/// <summary>A cheap model's answers.</summary>
/// <param name="Name">What the leaderboard calls it.</param>
/// <param name="Answers">Its answers on the rows held back.</param>
internal sealed record Baseline(string Name, Answers Answers);
