using System.Runtime.InteropServices;

namespace Anneal.Insight.Translation;

/// <summary>How many runs of one to four words a translation shares with the one it is held against, over a whole set of texts.</summary>
/// <remarks>
/// Papineni et al., "BLEU", 2002: the geometric mean of the four precisions, each run counted no more often than it stands in the reference, times a penalty for translations that are too short. Where a precision
/// is zero it is taken for half, a quarter, … of one run (NIST's smoothing, sacreBLEU's default).
/// </remarks>
public static class Bleu
{
    private const int Longest = 4;

    /// <summary>The score of a set of translations.</summary>
    /// <param name="translations">What was written.</param>
    /// <param name="references">What people wrote, one for each.</param>
    /// <param name="words">Cuts a text into words: <see cref="BleuTokens"/>.</param>
    /// <returns>From 0 to 100.</returns>
    public static double Of(IReadOnlyList<string> translations, IReadOnlyList<string> references, Func<string, string[]> words)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(references.Count, translations.Count);
        long written = 0, wanted = 0;
        long[] shared = new long[Longest], all = new long[Longest];
        for (int i = 0; i < translations.Count; i++)
        {
            string[] own = words(translations[i]), reference = words(references[i]);
            written += own.Length;
            wanted += reference.Length;
            for (int length = 1; length <= Longest; length++)
            {
                Dictionary<string, int> runs = Runs(reference, length);
                foreach ((string run, int count) in Runs(own, length)) shared[length - 1] += Math.Min(count, runs.GetValueOrDefault(run));
                all[length - 1] += Math.Max(0, own.Length - length + 1);
            }
        }

        if (shared[0] == 0 || all[Longest - 1] == 0) return 0;
        double logarithms = 0, doubt = 1;
        for (int n = 0; n < Longest; n++) logarithms += Math.Log(shared[n] > 0 ? (double)shared[n] / all[n] : 1 / ((doubt *= 2) * all[n]));
        double brevity = written < wanted ? Math.Exp(1 - ((double)wanted / written)) : 1;
        return 100 * brevity * Math.Exp(logarithms / Longest);
    }

    private static Dictionary<string, int> Runs(string[] words, int length)
    {
        Dictionary<string, int> runs = new(StringComparer.Ordinal);
        for (int at = 0; at + length <= words.Length; at++) CollectionsMarshal.GetValueRefOrAddDefault(runs, string.Join(' ', words, at, length), out _)++;
        return runs;
    }
}
