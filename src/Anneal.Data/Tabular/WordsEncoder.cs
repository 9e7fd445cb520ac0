using System.Text.Json.Serialization;

namespace Anneal.Data.Tabular;

/// <summary>A short text (a name, a note, a code) as which of some frequent words it has, and how long it is.</summary>
public sealed class WordsEncoder : ColumnEncoder
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <summary>Restores a fitted encoder.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="words">The words, in lower case.</param>
    /// <param name="mean">The mean number of characters in the training rows.</param>
    /// <param name="deviation">Its standard deviation; above 0.</param>
    /// <param name="flagsMissing">Whether a last feature is 1 where there is no text.</param>
    [JsonConstructor]
    public WordsEncoder(string column, IReadOnlyList<string> words, double mean, double deviation, bool flagsMissing)
        : base(column)
    {
        Words = words;
        Mean = mean;
        Deviation = deviation;
        FlagsMissing = flagsMissing;
        for (int i = 0; i < words.Count; i++) places.Add(words[i], i);
        FeatureNames = [.. words.Select(word => $"{column} has {word}"), $"{column} length", .. flagsMissing ? [$"{column} missing"] : Array.Empty<string>()];
    }

    /// <summary>The words that have a feature of their own.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The mean number of characters in the training rows.</summary>
    public double Mean { get; }

    /// <summary>Its standard deviation.</summary>
    public double Deviation { get; }

    /// <summary>Whether missing texts are flagged: only when training met some.</summary>
    public bool FlagsMissing { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Learns from the training rows' cells.</summary>
    public static WordsEncoder Fit(string column, IReadOnlyList<string?> cells)
    {
        double[] lengths = [.. cells.OfType<string>().Select(cell => (double)cell.Length)];
        double mean = lengths.Length == 0 ? 0 : lengths.Average();
        double deviation = lengths.Length == 0 ? 0 : Math.Sqrt(lengths.Average(length => (length - mean) * (length - mean)));
        return new WordsEncoder(column, CellWords.Frequent(cells), mean, deviation > 0 ? deviation : 1, lengths.Length < cells.Count);
    }

    /// <inheritdoc/>
    public override void Encode(string? cell, Span<float> features)
    {
        if (cell is null)
        {
            if (FlagsMissing) features[^1] = 1;
            return;
        }

        foreach (string word in CellWords.Of(cell))
        {
            if (places.TryGetValue(word, out int place)) features[place] = 1;
        }

        features[Words.Count] = (float)((cell.Length - Mean) / Deviation);
    }
}
