using System.Text.Json.Serialization;

namespace Anneal.Data.Tabular;

/// <summary>A category as one-hot: one feature for each value, and one for all else (rare, missing, or never seen).</summary>
public sealed class CategoryEncoder : ColumnEncoder
{
    /// <summary>A value that fewer training rows have is learnt as "other": there is too little to learn about it alone.</summary>
    private const int FewestRows = 5;

    private readonly Dictionary<string, int> places;

    /// <summary>Restores a fitted encoder.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="values">The values that have a feature of their own.</param>
    /// <param name="hasOther">Whether training met cells outside <paramref name="values"/>.</param>
    /// <param name="fill">What a missing cell becomes; null to leave it as it is.</param>
    [JsonConstructor]
    public CategoryEncoder(string column, IReadOnlyList<string> values, bool hasOther, string? fill = null)
        : base(column)
    {
        Values = values;
        HasOther = hasOther;
        Fill = fill;
        places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < values.Count; i++) places.Add(values[i], i);
        string[] names = [.. values.Select(value => $"{column} = {value}")];
        FeatureNames = hasOther ? [.. names, $"{column} = (other)"] : names;
    }

    /// <summary>The values that have a feature of their own, sorted.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>
    /// Whether there is a feature for "other". Without one (training had no such cell, so there was nothing to learn) an
    /// unseen value leaves all features at zero.
    /// </summary>
    public bool HasOther { get; }

    /// <summary>What a missing cell becomes; null when it is one of the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fill { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Learns from the training rows' cells.</summary>
    public static CategoryEncoder Fit(string column, IReadOnlyList<string?> cells, ColumnPreparation? preparation = null)
    {
        string? fill = preparation?.Missing switch
        {
            MissingFill.Constant => preparation.Constant,
            MissingFill.MostFrequent => cells.OfType<string>().GroupBy(cell => cell, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key,
            _ => null,
        };
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string? cell in cells.Select(cell => cell ?? fill))
        {
            if (cell is not null) counts[cell] = counts.GetValueOrDefault(cell) + 1;
        }

        string[] values = [.. counts.Where(p => p.Value >= FewestRows).Select(p => p.Key).Order(StringComparer.Ordinal)];
        return new CategoryEncoder(column, values, counts.Where(p => p.Value >= FewestRows).Sum(p => p.Value) < cells.Count, fill);
    }

    /// <summary>Whether the value has a feature of its own.</summary>
    public bool Knows(string value) => places.ContainsKey(value);

    /// <inheritdoc/>
    public override void Encode(string? cell, Span<float> features)
    {
        cell ??= Fill;
        if (cell is not null && places.TryGetValue(cell, out int place)) features[place] = 1;
        else if (HasOther) features[^1] = 1;
    }
}
