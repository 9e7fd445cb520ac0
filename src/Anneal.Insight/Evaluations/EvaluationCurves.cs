using Anneal.Insight.Curves;

namespace Anneal.Insight.Evaluations;

/// <summary>The curves of an evaluation, thinned to what an eye can see; those that its kind of label does not have are empty.</summary>
/// <param name="Roc">Of each class, or of the second of two.</param>
/// <param name="PrecisionRecall">Of the same classes.</param>
/// <param name="Reliability">Probabilities told against what came true.</param>
/// <param name="Thresholds">What each threshold gives, for two classes.</param>
/// <param name="Numbers">True numbers (x) and those told (y), a sample of the rows.</param>
public sealed record EvaluationCurves(
    IReadOnlyList<ClassCurve> Roc,
    IReadOnlyList<ClassCurve> PrecisionRecall,
    IReadOnlyList<ReliabilityPoint> Reliability,
    IReadOnlyList<ThresholdPoint> Thresholds,
    IReadOnlyList<CurvePoint> Numbers);

/// <summary>One class's curve.</summary>
/// <param name="Class">The class.</param>
/// <param name="Points">Its points.</param>
public sealed record ClassCurve(string Class, IReadOnlyList<CurvePoint> Points);
