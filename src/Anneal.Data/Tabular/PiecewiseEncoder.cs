using System.Text.Json.Serialization;
using Anneal.Data.Tables;

namespace Anneal.Data.Tabular;

/// <summary>A number as how far it has filled each of some bins of about equally many rows (Gorishniy et al., "On embeddings for numerical features in tabular deep learning", 2022).</summary>
/// <remarks>A linear model of these features is any broken line of the number, so that it can learn bends; the first feature is the number itself, standardised, for what lies beyond the bins.</remarks>
public sealed class PiecewiseEncoder : ColumnEncoder
{
    private readonly NumberEncoder plain;

    /// <summary>Restores a fitted encoder.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="plain">The number itself, standardised.</param>
    /// <param name="edges">Where bins begin and end, rising; in the column's unit.</param>
    [JsonConstructor]
    public PiecewiseEncoder(string column, NumberEncoder plain, IReadOnlyList<double> edges)
        : base(column)
    {
        this.plain = plain;
        Edges = edges;
        FeatureNames = [.. plain.FeatureNames, .. edges.Skip(1).Select((end, i) => $"{column} {edges[i].ToReadable()} … {end.ToReadable()}")];
    }

    /// <summary>The number itself, standardised.</summary>
    public NumberEncoder Plain => plain;

    /// <summary>Where bins begin and end.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Learns from the training rows' cells.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="bins">Bins at most.</param>
    /// <param name="preparation">How the number itself is prepared; null for the usual way.</param>
    public static PiecewiseEncoder Fit(string column, IReadOnlyList<string?> cells, int bins, ColumnPreparation? preparation = null) => Fit(column, NumberEncoder.Numbers(cells), bins, preparation);

    /// <summary>Learns from the training rows' numbers; NaN is a missing one, and no bins leave the number itself alone.</summary>
    internal static PiecewiseEncoder Fit(string column, double[] numbers, int bins, ColumnPreparation? preparation = null)
    {
        List<double> present = [.. numbers.Where(number => !double.IsNaN(number))];
        present.Sort();
        List<double> edges = [];
        for (int i = 0; i <= bins && present.Count > 0 && bins > 0; i++)
        {
            double edge = present[(int)((long)i * (present.Count - 1) / bins)];
            if (edges.Count == 0 || edge > edges[^1]) edges.Add(edge);
        }

        return new PiecewiseEncoder(column, NumberEncoder.Fit(column, numbers, preparation), edges);
    }

    /// <inheritdoc/>
    public override void Encode(string? cell, Span<float> features) => Encode(Cell.TryNumber(cell ?? "", out double number) ? number : double.NaN, features);

    /// <summary>Writes the features of one number; NaN is a missing one.</summary>
    internal void Encode(double number, Span<float> features)
    {
        int first = plain.FeatureNames.Count;
        plain.Encode(number, features[..first]);
        if (double.IsNaN(number)) number = plain.Fill;
        for (int i = 1; i < Edges.Count; i++) features[first + i - 1] = (float)Math.Clamp((number - Edges[i - 1]) / (Edges[i] - Edges[i - 1]), 0, 1);
    }
}
