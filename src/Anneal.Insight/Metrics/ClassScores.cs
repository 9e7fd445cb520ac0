namespace Anneal.Insight.Metrics;

/// <summary>How well one class is told.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Precision">Of the rows told as the class, the share that truly are.</param>
/// <param name="Recall">Of the rows of the class, the share that was told so.</param>
/// <param name="F1">The harmonic mean of the two.</param>
/// <param name="Support">Rows of the class.</param>
public sealed record ClassScores(string Class, double Precision, double Recall, double F1, int Support);
