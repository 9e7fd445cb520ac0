using System.Text.Json.Serialization;

namespace Anneal.Data.Tabular;

/// <summary>Turns what two columns say together into features, as it is done with a column of numbers.</summary>
/// <param name="pair">The two columns.</param>
/// <param name="number">The way of their number.</param>
[method: JsonConstructor]
public sealed class PairEncoder(NumberPair pair, PiecewiseEncoder number)
{
    /// <summary>A ratio has a long tail wherever its second number comes near nothing.</summary>
    private static readonly ColumnPreparation Usual = new(ClipLow: 0.005, ClipHigh: 0.995);

    /// <summary>The two columns.</summary>
    public NumberPair Pair => pair;

    /// <summary>The way of their number.</summary>
    public PiecewiseEncoder Number => number;

    /// <summary>A name for each feature, for explanations.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> FeatureNames => number.FeatureNames;

    /// <summary>Learns from the training rows' numbers.</summary>
    /// <param name="pair">The two columns.</param>
    /// <param name="numbers">What they make together; NaN where that is missing.</param>
    /// <param name="bins">Into how many bins it is taken apart besides; 0 for none.</param>
    public static PairEncoder Fit(NumberPair pair, double[] numbers, int bins) => new(pair, PiecewiseEncoder.Fit(pair.Name, numbers, bins, Usual));

    /// <summary>Writes the features of one number, NaN for a missing one.</summary>
    public void Encode(double value, Span<float> features) => number.Encode(value, features);
}
