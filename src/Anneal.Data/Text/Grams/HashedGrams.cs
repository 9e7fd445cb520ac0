using Anneal.Data.Text.Segmentation;

namespace Anneal.Data.Text.Grams;

/// <summary>Texts as the numbers of their grams, without a vocabulary: a gram's number is its hash, and a few share one.</summary>
/// <param name="Families">Which grams.</param>
/// <param name="Buckets">How many numbers there are, 1 to so many; 0 is padding.</param>
/// <param name="LongestText">Grams of a text at most.</param>
public sealed record HashedGrams(IReadOnlyList<GramFamily> Families, int Buckets, int LongestText)
{
    /// <summary>The numbers of a cleaned text's grams, each as often as it stands there; an empty text has the first alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="segmenter">Cuts words, where a family counts words.</param>
    public int[] Encode(string text, WordSegmenter? segmenter = null)
    {
        GramList grams = new();
        foreach (GramFamily family in Families) family.Collect(text, segmenter, grams);
        if (grams.Count == 0) return [1];
        ReadOnlySpan<ulong> names = grams.Names[..Math.Min(grams.Count, LongestText)];
        int[] numbers = new int[names.Length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = 1 + (int)(names[i] % (ulong)Buckets);
        return numbers;
    }
}
