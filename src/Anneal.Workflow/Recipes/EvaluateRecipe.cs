using Anneal.Data.Messages;
using Anneal.Insight.Calibration;

namespace Anneal.Workflow.Recipes;

/// <summary>What is done besides measuring the model on the test rows.</summary>
/// <param name="Folds">Parts of a cross-validation; 0 for none.</param>
/// <param name="LearningCurve">Whether the model is learnt again from parts of the training rows.</param>
/// <param name="Calibrate">Whether probabilities are made honest by a temperature found on the validation rows.</param>
/// <param name="Threshold">What the decision threshold between two classes is chosen for on the validation rows; null for "the more likely class".</param>
public sealed record EvaluateRecipe(int Folds = 0, bool LearningCurve = false, bool Calibrate = false, ThresholdGoal? Threshold = null)
{
    /// <summary>Where the recipe asks for a threshold.</summary>
    internal Place? ThresholdPlace { get; init; }
}
