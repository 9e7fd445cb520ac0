namespace Anneal.Workflow.Recipes;

/// <summary>How a network is trained in steps where a recipe does not say.</summary>
/// <param name="Steps">Steps, at most.</param>
/// <param name="BatchSize">Examples in a step.</param>
/// <param name="LearningRate">Length of a step at its peak.</param>
/// <param name="WeightDecay">Pull of every matrix towards zero.</param>
/// <param name="Beta2">How slowly AdamW's mean of squares changes.</param>
internal sealed record UsualSteps(int Steps = 2000, int BatchSize = 16, double LearningRate = 1e-3, double WeightDecay = 0.1, double Beta2 = 0.99);
