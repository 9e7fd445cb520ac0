using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;

namespace Anneal.Models.Speech;

/// <summary>Whisper's special tokens, and which tokens may come next.</summary>
/// <remarks>The rules are those of decoding.py in github.com/openai/whisper: times come in pairs, never go back, and stand first; where a time is likelier than any word, a time comes.</remarks>
internal sealed class WhisperTokens
{
    /// <summary>A window's first time is within its first second.</summary>
    private const int LatestFirst = 50;

    private readonly bool[] blocked;
    private readonly int[] blockedFirst;
    private readonly int end, firstTime;

    /// <exception cref="ArgumentException">The tokenizer has not the tokens of a model of several languages that it begins.</exception>
    public WhisperTokens(Tokenizer tokenizer, EncoderDecoderConfig config, IEnumerable<int> suppressed, IEnumerable<int> suppressedFirst)
    {
        end = config.EndId;
        int vocabulary = config.Vocabulary, known = Math.Min(vocabulary, tokenizer.VocabularySize);
        Translate = Inside(tokenizer.IdOf("<|translate|>"));
        Transcribe = Inside(tokenizer.IdOf("<|transcribe|>"));
        int? without = Inside(tokenizer.IdOf("<|notimestamps|>"));

        // Times follow that token; files of older models leave them out of the vocabulary.
        firstTime = without is { } last && last + 1 < vocabulary ? last + 1 : vocabulary;
        blocked = new bool[vocabulary];
        for (int id = 0; id < vocabulary; id++) blocked[id] = id < firstTime && id != end && (id >= known || tokenizer.IsSpecial(id));
        foreach (int id in suppressed)
            if ((uint)id < (uint)vocabulary && id != end) blocked[id] = true;
        blockedFirst = [.. suppressedFirst.Where(id => (uint)id < (uint)vocabulary)];
        if (Transcribe is null || Translate is null) return;
        for (int id = 0; id < Math.Min(firstTime, known); id++)
            if (tokenizer.IsSpecial(id) && tokenizer.TokenText(id) is ['<', '|', .. { Length: 2 or 3 } code, '|', '>'] && code.All(char.IsAsciiLetterLower)) Languages[code] = id;
        if (Languages.Count == 0) throw new ArgumentException("Whisper's tokenizer names no language.", nameof(tokenizer));

        int? Inside(int? id) => id < vocabulary ? id : null;
    }

    /// <summary>The token of each language; none where the model knows but one.</summary>
    public SortedDictionary<string, int> Languages { get; } = new(StringComparer.Ordinal);

    /// <summary>Asks for what is said, as it is said.</summary>
    public int? Transcribe { get; }

    /// <summary>Asks for what is said, in English.</summary>
    public int? Translate { get; }

    /// <summary>Whether a token is a time.</summary>
    public bool IsTime(int id) => id >= firstTime;

    /// <summary>The step that a time stands for.</summary>
    public int Time(int id) => id - firstTime;

    /// <summary>Takes out of logits what may not come next.</summary>
    /// <param name="logits">As the network gave them, <c>[vocabulary]</c>.</param>
    /// <param name="written">What was written to this window so far.</param>
    public void Allow(Span<float> logits, List<int> written)
    {
        for (int id = 0; id < logits.Length; id++)
            if (blocked[id] || float.IsNaN(logits[id])) logits[id] = float.NegativeInfinity;
        if (written.Count == 0)
            foreach (int id in blockedFirst) logits[id] = float.NegativeInfinity;
        if (firstTime == logits.Length) return;

        Span<float> times = logits[firstTime..], words = logits[..firstTime];
        bool afterTime = written.Count > 0 && IsTime(written[^1]), afterTwo = afterTime && (written.Count < 2 || IsTime(written[^2]));
        if (afterTwo) times.Fill(float.NegativeInfinity);
        else if (afterTime) KeepEnd(words);
        int latest = written.FindLast(IsTime);
        if (latest > 0) times[..Math.Min(times.Length, latest - firstTime + (afterTime && !afterTwo ? 0 : 1))].Fill(float.NegativeInfinity);
        if (written.Count == 0)
        {
            words.Fill(float.NegativeInfinity);
            if (times.Length > LatestFirst + 1) times[(LatestFirst + 1)..].Fill(float.NegativeInfinity);
            return;
        }

        // The probability of any time at all, against that of the likeliest word.
        float best = float.NegativeInfinity, most = float.NegativeInfinity;
        foreach (float word in words) best = Math.Max(best, word);
        foreach (float time in times) most = Math.Max(most, time);
        if (float.IsNegativeInfinity(most)) return;
        double sum = 0;
        foreach (float time in times) sum += Math.Exp(time - most);
        if (most + Math.Log(sum) > best) words.Fill(float.NegativeInfinity);
    }

    private void KeepEnd(Span<float> words)
    {
        float kept = end < words.Length ? words[end] : float.NegativeInfinity;
        words.Fill(float.NegativeInfinity);
        if (end < words.Length) words[end] = kept;
    }
}
