using System.Text.Json.Serialization;
using Anneal.Data.Text.Segmentation;
using Anneal.Data.Text.Tokenizers;

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
    private Tokenizer? subwords; // made when it is first needed
    private WordSegmenter? segmenter;

    /// <summary>The score of each token, where the tokens are parts of words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Scores { get; init; }

    /// <summary>The dictionary whose words the tokens are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredDictionary? Dictionary { get; init; }

    /// <summary>How many numbers there are.</summary>
    [JsonIgnore]
    public int Count => Vocabulary.Count + 2;

    /// <summary>Learns the vocabulary from the training texts.</summary>
    /// <param name="texts">Cleaned texts.</param>
    /// <param name="kind">What a token is.</param>
    /// <param name="maximumCount">Tokens that are kept at most: those in the most texts, and by content among equals, so that the order of the texts leaves no trace.</param>
    /// <param name="longestText">Tokens of a text at most.</param>
    /// <param name="minimumTexts">Tokens in fewer texts are not kept; for parts of words this says nothing.</param>
    /// <param name="dictionary">The dictionary, for its words.</param>
    public static TextTokens Learn(IReadOnlyList<string> texts, TokenKind kind, int maximumCount, int longestText, int minimumTexts = 2, StoredDictionary? dictionary = null)
    {
        if (kind == TokenKind.Subwords)
        {
            (string[] pieces, float[] scores) = SubwordVocabulary.Learn(texts, maximumCount);
            return new TextTokens(kind, longestText, pieces) { Scores = scores };
        }

        WordSegmenter? words = kind == TokenKind.DictionaryWords ? (dictionary ?? throw new ArgumentNullException(nameof(dictionary))).Open() : null;
        Dictionary<string, (int Texts, int Last)> counts = new(StringComparer.Ordinal);
        Dictionary<string, (int Texts, int Last)>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        List<Range> ranges = [];
        for (int i = 0; i < texts.Count; i++)
        {
            Split(texts[i], kind, words, ranges);
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
            .Take(maximumCount).Select(c => c.Key)]) { Dictionary = dictionary, segmenter = words };
    }

    /// <summary>The numbers of a cleaned text's tokens; an empty text is one unknown token.</summary>
    public int[] Encode(string text)
    {
        if (Kind == TokenKind.Subwords) return Shortened((subwords ??= SubwordVocabulary.Encoder(Vocabulary, Scores ?? [])).Encode(text, addSpecial: false));
        List<Range> ranges = [];
        if (Kind == TokenKind.DictionaryWords) segmenter ??= (Dictionary ?? throw new InvalidOperationException("The dictionary is missing.")).Open();
        Split(text, Kind, segmenter, ranges);
        if (ranges.Count == 0) return [Unknown];
        if (ranges.Count > LongestText) ranges.RemoveRange(LongestText / 2, ranges.Count - LongestText);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        int[] encoded = new int[ranges.Count];
        for (int i = 0; i < encoded.Length; i++) encoded[i] = lookup.TryGetValue(text.AsSpan(ranges[i]), out int number) ? number : Unknown;
        return encoded;
    }

    private int[] Shortened(int[] encoded) =>
        encoded.Length == 0 ? [Unknown] : encoded.Length <= LongestText ? encoded : [.. encoded[..(LongestText / 2)], .. encoded[^(LongestText - (LongestText / 2))..]];

    private static void Split(string text, TokenKind kind, WordSegmenter? words, List<Range> ranges)
    {
        ranges.Clear();
        if (kind == TokenKind.DictionaryWords)
        {
            words!.Cut(text, ranges);
            ranges.RemoveAll(r => string.IsNullOrWhiteSpace(text[r]));
            return;
        }

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
