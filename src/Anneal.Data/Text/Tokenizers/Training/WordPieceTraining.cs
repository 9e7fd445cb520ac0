using Anneal.Data.Text.Tokenizers.Files;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>Learns a vocabulary of word pieces for encoders of BERT's kind: characters, and joined neighbours, the most frequent first.</summary>
internal static class WordPieceTraining
{
    private static readonly string[] Always = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    public static Tokenizer Train(IEnumerable<string> texts, TokenizerTraining options, CancellationToken cancellation)
    {
        BertNormalizer normalizer = new(cleans: true, spacesChinese: true, stripsAccents: options.Lowercase, options.Lowercase);
        (string[] words, long[] counts) = WordCounts.Of(texts, [normalizer], new BertSplitter(), options.MinimumCount, cancellation);
        List<string> tokens = [.. Always, .. options.SpecialTokens.Except(Always, StringComparer.Ordinal)];
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        int IdOf(string token)
        {
            if (ids.TryGetValue(token, out int id)) return id;
            tokens.Add(token);
            return ids[token] = tokens.Count - 1;
        }

        // Characters before anything else, the frequent ones if there is no room for all.
        List<string>[] parts = [.. words.Select(Parts)];
        Dictionary<string, long> characters = new(StringComparer.Ordinal);
        for (int i = 0; i < parts.Length; i++)
            foreach (string part in parts[i]) characters[part] = characters.GetValueOrDefault(part) + counts[i];
        foreach (string character in characters.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(Math.Max(0, options.VocabularySize - tokens.Count)).Select(c => c.Key)) IdOf(character);

        int[] complete = [.. Enumerable.Range(0, words.Length).Where(i => parts[i].TrueForAll(ids.ContainsKey))];
        int[][] symbols = [.. complete.Select(i => parts[i].Select(p => ids[p]).ToArray())];
        new PairMerging(symbols, [.. complete.Select(i => counts[i])]).Learn(
            () => tokens.Count < options.VocabularySize, (left, right) => IdOf(tokens[left] + tokens[right][2..]), cancellation); // the right one is always written ##
        return WordPieceVocabulary.Build("", tokens, options.Lowercase, special: null);
    }

    private static List<string> Parts(string word)
    {
        List<string> parts = [];
        foreach (System.Text.Rune rune in word.EnumerateRunes()) parts.Add(parts.Count == 0 ? rune.ToString() : "##" + rune);
        return parts;
    }
}
