using Anneal.Data.Text.Corpora;

namespace Anneal.Training.Language;

/// <summary>How a model is taught which answers are better.</summary>
/// <param name="Goal">By pairs of answers (DPO), or by answers that somebody judged (KTO).</param>
/// <param name="Beta">How dear it is to go away from what the model said before: more keeps it nearer.</param>
public sealed record PreferenceChoice(TalkGoal Goal, double Beta);
