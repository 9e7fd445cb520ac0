using System.Runtime.InteropServices;
using System.Text;

namespace Anneal.Insight.Translation;

/// <summary>How many runs of one to six characters a translation shares with the one it is held against, over a whole set of texts; spaces count for nothing.</summary>
/// <remarks>Popović, "chrF: character n-gram F-score", 2015, with twice the weight on what the reference has (beta 2), as sacreBLEU computes it unless told otherwise. It needs no words, so it suits Chinese too.</remarks>
public static class ChrF
{
    private const int Longest = 6;
    private const double Beta = 2;

    /// <summary>The score of a set of translations.</summary>
    /// <param name="translations">What was written.</param>
    /// <param name="references">What people wrote, one for each.</param>
    /// <returns>From 0 to 100.</returns>
    public static double Of(IReadOnlyList<string> translations, IReadOnlyList<string> references)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(references.Count, translations.Count);
        long[] written = new long[Longest], wanted = new long[Longest], shared = new long[Longest];
        for (int i = 0; i < translations.Count; i++)
        {
            string own = WithoutSpaces(translations[i]), reference = WithoutSpaces(references[i]);
            int[] ownStarts = Starts(own), starts = Starts(reference);
            for (int length = 1; length <= Longest; length++)
            {
                // Runs that the reference is too short to have are not held against the translation.
                if (starts.Length <= length) break;
                Dictionary<string, int> runs = Runs(reference, starts, length);
                foreach ((string run, int count) in Runs(own, ownStarts, length)) shared[length - 1] += Math.Min(count, runs.GetValueOrDefault(run));
                written[length - 1] += Math.Max(0, ownStarts.Length - length);
                wanted[length - 1] += starts.Length - length;
            }
        }

        double precision = 0, recall = 0;
        int orders = 0;
        for (int n = 0; n < Longest; n++)
        {
            if (written[n] == 0 || wanted[n] == 0) continue;
            orders++;
            precision += (double)shared[n] / written[n];
            recall += (double)shared[n] / wanted[n];
        }

        if (precision + recall == 0) return 0;
        (precision, recall) = (precision / orders, recall / orders);
        return 100 * (1 + (Beta * Beta)) * precision * recall / ((Beta * Beta * precision) + recall);
    }

    private static string WithoutSpaces(string text) => string.Concat(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Where the characters begin, and where the last one ends.</summary>
    private static int[] Starts(string text)
    {
        List<int> starts = [];
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            starts.Add(at);
            at += rune.Utf16SequenceLength;
        }

        starts.Add(at);
        return [.. starts];
    }

    private static Dictionary<string, int> Runs(string text, int[] starts, int length)
    {
        Dictionary<string, int> runs = new(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = runs.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int at = 0; at + length < starts.Length; at++) CollectionsMarshal.GetValueRefOrAddDefault(lookup, text.AsSpan(starts[at]..starts[at + length]), out _)++;
        return runs;
    }
}
