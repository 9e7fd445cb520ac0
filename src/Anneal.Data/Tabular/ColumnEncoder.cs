using System.Text.Json.Serialization;

namespace Anneal.Data.Tabular;

/// <summary>Turns the cells of one column into features, with what it learnt from the training rows.</summary>
/// <param name="column">The column's name.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NumberEncoder), "number")]
[JsonDerivedType(typeof(PiecewiseEncoder), "piecewise")]
[JsonDerivedType(typeof(CategoryEncoder), "category")]
[JsonDerivedType(typeof(DateEncoder), "date")]
[JsonDerivedType(typeof(WordsEncoder), "words")]
public abstract class ColumnEncoder(string column)
{
    /// <summary>The column's name.</summary>
    public string Column { get; } = column;

    /// <summary>A name for each feature, for explanations.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Writes the features of one cell.</summary>
    /// <param name="cell">The cell; null is a missing value.</param>
    /// <param name="features">Receives them: as long as <see cref="FeatureNames"/>, and zero before.</param>
    public abstract void Encode(string? cell, Span<float> features);
}
