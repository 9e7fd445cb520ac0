using Anneal.Models.Trees;

namespace Anneal.Training.Trees;

/// <summary>How a fit of boosted trees ended.</summary>
/// <param name="Trees">The trees of the best round and those before it.</param>
/// <param name="RoundsRun">Rounds that ran.</param>
/// <param name="BestRound">The round whose validation loss was lowest; the last where there were no validation rows.</param>
/// <param name="BestValidLoss">That loss, a weighted mean; NaN without validation rows.</param>
/// <param name="Gains">What the splits of each column took off the loss, all rounds together.</param>
public sealed record TreeOutcome(TreeEnsemble Trees, int RoundsRun, int BestRound, double BestValidLoss, IReadOnlyList<double> Gains);
