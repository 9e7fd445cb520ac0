using System.Runtime.InteropServices;
using System.Text;

namespace Anneal.Training.Language.Translation;

/// <summary>Translates without a network: the longest runs of words that the training texts show a translation for, one after another.</summary>
/// <remarks>
/// What phrase-based translation begins with (Koehn et al., "Statistical Phrase-Based Translation", 2003). Words are aligned both ways by <see cref="WordAlignment"/>; links that both ways agree on, and links of one way
/// beside them, are kept. Every run of words whose links all lead into one run of the translation becomes a line of the table, and so does every whole text. Of several translations the most frequent wins. A text is
/// translated from front to back, the longest known run first; words that no line has get the likeliest single word, or stay as they are.
/// </remarks>
public sealed class PhraseTable
{
    private const int Rounds = 6, LongestSource = 8, LongestTarget = 16;

    /// <summary>A single word's translation must be this likely, or the word stays.</summary>
    private const double Likely = 0.1;

    private readonly Dictionary<string, string> phrases = new(StringComparer.Ordinal);
    private readonly int longest;

    /// <param name="sources">The training texts.</param>
    /// <param name="targets">Their translations.</param>
    public PhraseTable(IReadOnlyList<string> sources, IReadOnlyList<string> targets)
    {
        TextWords[] read = [.. sources.Select(TextWords.Of)], written = [.. targets.Select(TextWords.Of)];
        int[][] readIds = Numbers(read, out _), writtenIds = Numbers(written, out string[] writtenWords);
        WordAlignment forward = new(readIds, writtenIds, Rounds), backward = new(writtenIds, readIds, Rounds);
        Dictionary<string, Dictionary<string, int>> counts = new(StringComparer.Ordinal);
        for (int pair = 0; pair < read.Length; pair++)
        {
            Count(counts, read[pair], written[pair], Links(forward.Align(readIds[pair], writtenIds[pair]), backward.Align(writtenIds[pair], readIds[pair])));
        }

        foreach ((string source, Dictionary<string, int> found) in counts) phrases[source] = found.OrderByDescending(f => f.Value).ThenBy(f => f.Key.Length).ThenBy(f => f.Key, StringComparer.Ordinal).First().Key;
        longest = read.Max(text => text.Words.Length);
        AddWords(read, readIds, writtenIds, writtenWords, forward);
    }

    /// <summary>Translates a text.</summary>
    public string Translate(string text)
    {
        TextWords words = TextWords.Of(text);
        StringBuilder answer = new();
        for (int at = 0; at < words.Words.Length;)
        {
            int length = Math.Min(longest, words.Words.Length - at);
            string? found = null;
            while (length > 0 && !phrases.TryGetValue(Key(words, at, at + length - 1), out found)) length--;
            if (found is null) (found, length) = (words.Between(at, at), 1);
            if (answer.Length > 0 && found.Length > 0 && NeedsSpace(answer[^1], found[0])) answer.Append(' ');
            answer.Append(found);
            at += length;
        }

        return answer.ToString();
    }

    private static string Key(TextWords text, int first, int last) => string.Join(' ', text.Words, first, last - first + 1);

    private static bool NeedsSpace(char before, char behind) => (IsLetter(before) || before is ',' or '.' or ';' or ':' or '!' or '?') && IsLetter(behind);

    private static bool IsLetter(char c) => char.IsLetterOrDigit(c) && c < '\u2E80';

    private static int[][] Numbers(TextWords[] texts, out string[] words)
    {
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        List<string> names = [""];
        int[][] ids = [.. texts.Select(text => Array.ConvertAll(text.Words, Number))];
        words = [.. names];
        return ids;

        int Number(string word)
        {
            if (known.TryGetValue(word, out int id)) return id;
            names.Add(word);
            return known[word] = names.Count - 1;
        }
    }

    /// <summary>The links that both ways have, and those of one way that touch such a link.</summary>
    private static bool[,] Links(int[] toSource, int[] toTarget)
    {
        bool[,] both = new bool[toTarget.Length, toSource.Length], either = new bool[toTarget.Length, toSource.Length];
        for (int target = 0; target < toSource.Length; target++)
        {
            if (toSource[target] < 0) continue;
            either[toSource[target], target] = true;
            if (toTarget[toSource[target]] == target) both[toSource[target], target] = true;
        }

        for (int source = 0; source < toTarget.Length; source++)
        {
            if (toTarget[source] >= 0) either[source, toTarget[source]] = true;
        }

        bool[,] links = (bool[,])both.Clone();
        for (bool grew = true; grew;)
        {
            grew = false;
            for (int source = 0; source < toTarget.Length; source++)
            {
                for (int target = 0; target < toSource.Length; target++)
                {
                    if (links[source, target] || !either[source, target] || !HasNeighbour(links, source, target)) continue;
                    links[source, target] = grew = true;
                }
            }
        }

        return links;
    }

    private static bool HasNeighbour(bool[,] links, int source, int target)
    {
        for (int s = Math.Max(0, source - 1); s <= Math.Min(links.GetLength(0) - 1, source + 1); s++)
            for (int t = Math.Max(0, target - 1); t <= Math.Min(links.GetLength(1) - 1, target + 1); t++)
                if (links[s, t]) return true;
        return false;
    }

    private static void Count(Dictionary<string, Dictionary<string, int>> counts, TextWords source, TextWords target, bool[,] links)
    {
        int sources = source.Words.Length, targets = target.Words.Length;
        if (sources == 0 || targets == 0) return;
        Add(0, sources - 1, 0, targets - 1);
        for (int first = 0; first < sources; first++)
        {
            for (int last = first; last < Math.Min(sources, first + LongestSource); last++)
            {
                if (first == 0 && last == sources - 1) continue;
                int from = targets, to = -1;
                for (int s = first; s <= last; s++)
                {
                    for (int t = 0; t < targets; t++)
                    {
                        if (!links[s, t]) continue;
                        (from, to) = (Math.Min(from, t), Math.Max(to, t));
                    }
                }

                if (to < 0 || to - from >= LongestTarget || !StaysInside(links, first, last, from, to)) continue;
                Add(first, last, from, to);
            }
        }

        void Add(int first, int last, int from, int to)
        {
            ref Dictionary<string, int>? found = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, Key(source, first, last), out _);
            found ??= new Dictionary<string, int>(StringComparer.Ordinal);
            CollectionsMarshal.GetValueRefOrAddDefault(found, target.Between(from, to), out _)++;
        }
    }

    private static bool StaysInside(bool[,] links, int first, int last, int from, int to)
    {
        for (int t = from; t <= to; t++)
            for (int s = 0; s < links.GetLength(0); s++)
                if (links[s, t] && (s < first || s > last)) return false;
        return true;
    }

    /// <summary>Words that no run has alone get their likeliest single word.</summary>
    private void AddWords(TextWords[] read, int[][] readIds, int[][] writtenIds, string[] writtenWords, WordAlignment forward)
    {
        Dictionary<string, (double Probability, int Target)> best = new(StringComparer.Ordinal);
        for (int pair = 0; pair < read.Length; pair++)
        {
            for (int at = 0; at < readIds[pair].Length; at++)
            {
                string word = read[pair].Words[at];
                if (phrases.ContainsKey(word)) continue;
                foreach (int target in writtenIds[pair])
                {
                    double probability = forward.Probability(readIds[pair][at], target);
                    if (probability >= Likely && (!best.TryGetValue(word, out var known) || probability > known.Probability)) best[word] = (probability, target);
                }
            }
        }

        foreach ((string word, (_, int target)) in best) phrases[word] = writtenWords[target];
    }
}
