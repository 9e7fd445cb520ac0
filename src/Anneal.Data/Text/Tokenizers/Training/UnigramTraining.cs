using System.Text;
using Anneal.Data.Text.Tokenizers.Files;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;
using Anneal.Data.Text.Unicode;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>Learns a unigram vocabulary (Kudo, "Subword Regularization", 2018): begins with many frequent substrings, fits their probabilities, and drops those that the rest can best do without.</summary>
internal static class UnigramTraining
{
    private const int SeedsPerToken = 10, LeastSeeds = 50_000, FittingRounds = 2;
    private const double Kept = 0.75, Slack = 1.1;

    public static Tokenizer Train(IEnumerable<string> texts, TokenizerTraining options, CancellationToken cancellation)
    {
        IReadOnlyList<TextNormalizer> normalizers = options.KeepsForms ? [] : [new UnicodeFormNormalizer(UnicodeForm.Nfkc)];
        SpaceMarks marks = new(SpacePrefix.Always);
        (string[] words, long[] counts) = WordCounts.Of(texts, [.. normalizers, marks], new UnigramWordSplitter(options.ChineseAlone), options.MinimumCount, cancellation);

        List<string> first = [.. new[] { "<unk>" }.Concat(options.SpecialTokens).Distinct(StringComparer.Ordinal)];
        for (int b = 0; b < 256; b++) first.Add(TokenSpellings.ByteToken(b));
        int room = Math.Max(0, options.VocabularySize - first.Count);
        HashSet<string> required = Characters(words, counts, room);
        List<(string Text, double Score)> pieces = Seeds(words, counts, required, Math.Max(LeastSeeds, SeedsPerToken * options.VocabularySize), options.LongestToken);
        while (true)
        {
            for (int round = 0; round < FittingRounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                pieces = UnigramFitting.Fit(pieces, words, counts, required);
            }

            if (pieces.Count <= room * Slack) break;
            int target = Math.Max((int)(room * Slack), (int)(Kept * pieces.Count));
            List<(string, double)> fewer = UnigramFitting.Prune(pieces, words, counts, required, target);
            if (fewer.Count == pieces.Count) break;
            pieces = fewer;
        }

        // Characters stay whatever they score: without them a text would fall back to bytes.
        List<(string Text, double Score)> chosen = [.. pieces
            .OrderByDescending(p => required.Contains(p.Text)).ThenByDescending(p => p.Score).ThenBy(p => p.Text, StringComparer.Ordinal).Take(room)
            .OrderByDescending(p => p.Score).ThenBy(p => p.Text, StringComparer.Ordinal)];
        string[] tokens = [.. first, .. chosen.Select(p => p.Text)];
        float[] scores = new float[tokens.Length];
        for (int i = 0; i < chosen.Count; i++) scores[first.Count + i] = (float)chosen[i].Score;
        TokenRole[] roles = new TokenRole[tokens.Length];
        Array.Fill(roles, TokenRole.Normal);
        roles.AsSpan(0, first.Count - 256).Fill(TokenRole.Control);
        roles[0] = TokenRole.Unknown;
        roles.AsSpan(first.Count - 256, 256).Fill(TokenRole.Byte);
        Vocabulary vocabulary = new(tokens, roles, TokenSpelling.MarkedSpaces);
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = [.. Enumerable.Range(0, first.Count - 256).Select(i => new AddedToken(i, first[i], Special: true))],
            Normalizers = normalizers,
            Marks = marks,
            Splitter = MarkedWordSplitter.Suits(vocabulary) ? new MarkedWordSplitter() : null,
            Model = new UnigramModel(vocabulary, scores, 0, byteFallback: true),
            Template = TokenTemplate.Around(vocabulary.IdOf("<s>"), null),
            Special = KnownTokens.Guess(vocabulary),
            DropsFirstSpace = true,
        });
    }

    /// <summary>The characters that make up all but 0.05 % of the text: rarer ones are written in bytes.</summary>
    private static HashSet<string> Characters(string[] words, long[] counts, int most)
    {
        Dictionary<string, long> characters = new(StringComparer.Ordinal);
        for (int i = 0; i < words.Length; i++)
            foreach (Rune rune in words[i].EnumerateRunes()) characters[rune.ToString()] = characters.GetValueOrDefault(rune.ToString()) + counts[i];
        long total = characters.Values.Sum(), covered = 0;
        HashSet<string> kept = [];
        foreach ((string character, long count) in characters.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(most))
        {
            if (covered > 0.9995 * total) break;
            kept.Add(character);
            covered += count;
        }

        return kept;
    }

    /// <summary>Characters, and the substrings that occur at least twice, by how much text they cover.</summary>
    private static List<(string, double)> Seeds(string[] words, long[] counts, HashSet<string> required, int most, int longest)
    {
        // Most substrings occur once. A coarse count finds those that do, before any of them is made an object.
        byte[] seen = new byte[1 << 24];
        Dictionary<string, long> substrings = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = substrings.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < words.Length; i++)
            {
                ReadOnlySpan<char> word = words[i];
                for (int start = 0; start < word.Length; start++)
                {
                    if (char.IsLowSurrogate(word[start])) continue;
                    uint hash = 2166136261;
                    for (int end = start + 1; end <= Math.Min(word.Length, start + longest); end++)
                    {
                        hash = (hash ^ word[end - 1]) * 16777619;
                        if (end < word.Length && char.IsLowSurrogate(word[end])) continue;
                        ref byte count = ref seen[(hash ^ (hash >> 15)) & (seen.Length - 1)];
                        if (pass == 0) count = (byte)Math.Min(2, count + counts[i]);
                        else if (count > 1 || end <= start + 2) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(lookup, word[start..end], out bool _) += counts[i];
                    }
                }
            }
        }

        List<(string Text, double Weight)> seeds = [.. substrings
            .Where(s => required.Contains(s.Key) || (s.Value >= 2 && IsLong(s.Key) && IsCovered(s.Key, required)))
            .Select(s => (s.Key, (double)s.Value * Rune(s.Key)))
            .OrderByDescending(s => required.Contains(s.Key)).ThenByDescending(s => s.Item2).ThenBy(s => s.Key, StringComparer.Ordinal).Take(most)];
        double sum = Math.Log(seeds.Sum(s => s.Weight));
        return [.. seeds.Select(s => (s.Text, Math.Log(s.Weight) - sum))];

        static int Rune(string text) => text.Length - text.Count(char.IsLowSurrogate);
        static bool IsLong(string text) => Rune(text) > 1;
    }

    private static bool IsCovered(string text, HashSet<string> required)
    {
        foreach (Rune rune in text.EnumerateRunes())
            if (!required.Contains(rune.ToString())) return false;
        return true;
    }
}
