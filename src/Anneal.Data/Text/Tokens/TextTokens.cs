using System.Text.Json.Serialization;

namespace Anneal.Data.Text.Tokens;

/// <summary>Turns texts into token numbers: 0 is padding, 1 a token that was not learnt, the rest follow the vocabulary.</summary>
/// <param name="Kind">What a token is.</param>
/// <param name="LongestText">Tokens of a text at most; of a longer one, the beginning and the end are read.</param>
/// <param name="Vocabulary">The tokens that were learnt, the most frequent first.</param>
public sealed record TextTokens(TokenKind Kind, int LongestText, IReadOnlyList<string> Vocabulary)
{
    /// <summary>The number that fills short texts up.</summary>
    public const int Padding = 0;

    /// <summary>The number of tokens that were not learnt.</summary>
    public const int Unknown = 1;

    private readonly Dictionary<string, int> numbers = Number(Vocabulary);

    /// <summary>How many numbers there are.</summary>
    [JsonIgnore]
    public int Count => Vocabulary.Count + 2;

    /// <summary>Learns the vocabulary from the training texts.</summary>
    /// <param name="texts">Cleaned texts.</param>
    /// <param name="kind">What a token is.</param>
    /// <param name="maximumCount">Tokens that are kept at most: those in the most texts, and by content among equals, so that the order of the texts leaves no trace.</param>
    /// <param name="longestText">Tokens of a text at most.</param>
    /// <param name="minimumTexts">Tokens in fewer texts are not kept.</param>
    public static TextTokens Learn(IReadOnlyList<string> texts, TokenKind kind, int maximumCount, int longestText, int minimumTexts = 2)
    {
        Dictionary<string, (int Texts, int Last)> counts = new(StringComparer.Ordinal);
        Dictionary<string, (int Texts, int Last)>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        List<Range> ranges = [];
        for (int i = 0; i < texts.Count; i++)
        {
            Split(texts[i], kind, ranges);
            foreach (Range range in ranges)
            {
                ReadOnlySpan<char> token = texts[i].AsSpan(range);
                if (!lookup.TryGetValue(token, out (int Texts, int Last) count)) lookup[token] = (1, i);
                else if (count.Last != i) lookup[token] = (count.Texts + 1, i);
            }
        }

        return new TextTokens(kind, longestText, [.. counts
            .Where(c => c.Value.Texts >= minimumTexts)
            .OrderByDescending(c => c.Value.Texts).ThenBy(c => c.Key, StringComparer.Ordinal)
            .Take(maximumCount).Select(c => c.Key)]);
    }

    /// <summary>The numbers of a cleaned text's tokens; an empty text is one unknown token.</summary>
    public int[] Encode(string text)
    {
        List<Range> ranges = [];
        Split(text, Kind, ranges);
        if (ranges.Count == 0) return [Unknown];
        if (ranges.Count > LongestText) ranges.RemoveRange(LongestText / 2, ranges.Count - LongestText);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        int[] encoded = new int[ranges.Count];
        for (int i = 0; i < encoded.Length; i++) encoded[i] = lookup.TryGetValue(text.AsSpan(ranges[i]), out int number) ? number : Unknown;
        return encoded;
    }

    private static void Split(string text, TokenKind kind, List<Range> ranges)
    {
        ranges.Clear();
        if (kind == TokenKind.Words)
        {
            WordSplitting.Split(text, ranges);
            return;
        }

        for (int at = 0; at < text.Length;)
        {
            int end = at + (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1);
            ranges.Add(at..end);
            at = end;
        }
    }

    private static Dictionary<string, int> Number(IReadOnlyList<string> vocabulary)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        foreach (string token in vocabulary)
            if (!numbers.TryAdd(token, numbers.Count + 2)) throw new ArgumentException($"The token '{token}' stands twice in the vocabulary.", nameof(vocabulary));
        return numbers;
    }
}
