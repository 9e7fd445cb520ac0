using System.Text;
using Anneal.Data.Text.Tokenizers.Files;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>Learns a byte-level vocabulary: the 256 bytes, then merges. Any text can be written in it, and comes back.</summary>
internal static class BytePairTraining
{
    public static Tokenizer Train(IEnumerable<string> texts, TokenizerTraining options, CancellationToken cancellation)
    {
        TextSplitter splitter = new ContractionSplitter(options.Digits);
        (string[] words, long[] counts) = WordCounts.Of(texts, [], splitter, options.MinimumCount, cancellation);
        List<string> tokens = [.. options.SpecialTokens];
        int firstByte = tokens.Count;
        for (int b = 0; b < 256; b++) tokens.Add(ByteAlphabet.CharOf((byte)b).ToString());
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        for (int id = firstByte; id < tokens.Count; id++) ids[tokens[id]] = id;

        int[][] symbols = new int[words.Length][];
        Parallel.For(0, words.Length, i => symbols[i] = Array.ConvertAll(Encoding.UTF8.GetBytes(words[i]), b => firstByte + b));
        List<(int, int, int)> merges = [];
        new PairMerging(symbols, counts).Learn(() => tokens.Count < options.VocabularySize, (left, right) =>
        {
            string text = tokens[left] + tokens[right];
            if (!ids.TryGetValue(text, out int merged)) // two ways to the same text are the same token
            {
                merged = ids[text] = tokens.Count;
                tokens.Add(text);
            }

            merges.Add((left, right, merged));
            return merged;
        }, cancellation);

        TokenRole[] roles = new TokenRole[tokens.Count];
        Array.Fill(roles, TokenRole.Normal);
        roles.AsSpan(0, firstByte).Fill(TokenRole.Control);
        Vocabulary vocabulary = new([.. tokens], roles, TokenSpelling.Bytes);
        SpecialTokens special = KnownTokens.Guess(vocabulary);
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = [.. options.SpecialTokens.Select((t, i) => new AddedToken(i, t, Special: true))],
            Splitter = splitter,
            Model = new BytePairModel(vocabulary, MergeTable.FromList(merges), BytePairStart.Bytes),
            Template = TokenTemplate.Around(vocabulary.IdOf("<s>") ?? vocabulary.IdOf("<|begin_of_text|>"), null),
            Special = special,
        });
    }
}
