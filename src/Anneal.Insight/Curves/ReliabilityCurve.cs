using Anneal.Insight.Metrics;

namespace Anneal.Insight.Curves;

/// <summary>One range of probabilities: what the model told there, and what came of it.</summary>
/// <param name="Told">The mean probability told.</param>
/// <param name="Came">The share of rows where it came true.</param>
/// <param name="Rows">How many rows.</param>
public readonly record struct ReliabilityPoint(double Told, double Came, long Rows);

/// <summary>Probabilities told against how often they came true, in ten equal ranges; on the diagonal they can be taken at their word.</summary>
public static class ReliabilityCurve
{
    /// <summary>With two classes the second's probability, with more that of the class told. Ranges without a row are left out.</summary>
    public static IReadOnlyList<ReliabilityPoint> Of(Answers answers) =>
        [.. ReliabilityBins.Of(new Draw(answers)).Filled.Select(bin => new ReliabilityPoint(bin.Told, bin.Came, bin.Rows))];
}
