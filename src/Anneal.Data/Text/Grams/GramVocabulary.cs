using Anneal.Data.Text.Segmentation;

namespace Anneal.Data.Text.Grams;

/// <summary>The grams of one family that were learnt from the training texts, and how much each says.</summary>
/// <remarks>Grams are known by 64-bit names alone: eight bytes each, whatever their length.</remarks>
public sealed class GramVocabulary
{
    private readonly GramTable table;

    /// <param name="family">Which grams these are.</param>
    /// <param name="names">Their names, in the order of the columns.</param>
    /// <param name="importance">The inverse document frequency of each.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a name stands there twice or is zero.</exception>
    public GramVocabulary(GramFamily family, long[] names, float[] importance)
    {
        if (names.Length != importance.Length) throw new ArgumentException($"{names.Length} names and {importance.Length} importances.", nameof(importance));
        (Family, Names, Importance) = (family, names, importance);
        table = new GramTable(names.Length);
        for (int i = 0; i < names.Length; i++) table.Set((ulong)names[i], i);
        if (table.Count != names.Length || Array.IndexOf(names, 0) >= 0) throw new ArgumentException("A gram's name stands there twice, or is zero.", nameof(names));
    }

    /// <summary>Which grams these are.</summary>
    public GramFamily Family { get; }

    /// <summary>The grams' names.</summary>
    public long[] Names { get; }

    /// <summary>1 + ln((1 + texts) / (1 + texts with the gram)), as scikit-learn smooths it.</summary>
    public float[] Importance { get; }

    /// <summary>Learns which grams there are.</summary>
    /// <param name="texts">The training texts, already cleaned.</param>
    /// <param name="family">Which grams to count.</param>
    /// <param name="segmenter">Cuts words, where the family counts words; without it they are found as <see cref="WordSplitting"/> does.</param>
    public static GramVocabulary Learn(IReadOnlyList<string> texts, GramFamily family, WordSegmenter? segmenter = null)
    {
        List<(ulong Name, int Texts)> grams = GramCounting.Count(texts, family, segmenter);
        return new GramVocabulary(
            family,
            [.. grams.Select(g => (long)g.Name)],
            [.. grams.Select(g => (float)(1 + Math.Log((1.0 + texts.Count) / (1 + g.Texts))))]);
    }

    /// <summary>The column of a gram, or -1.</summary>
    internal int IndexOf(ulong name) => table.Get(name, -1);
}
