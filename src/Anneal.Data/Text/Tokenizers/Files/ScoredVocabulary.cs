using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Byte-pair encoding from tokens with scores, as SentencePiece has it: of the pairs that are a token together, the one of the highest score is joined first.</summary>
internal static class ScoredVocabulary
{
    /// <summary>The parts of a tokenizer of such a vocabulary.</summary>
    /// <param name="vocabulary">Tokens with ▁ for spaces.</param>
    /// <param name="scores">The score of each.</param>
    /// <param name="prefix">Where a space is put before a text.</param>
    public static TokenizerParts BytePairs(Vocabulary vocabulary, ReadOnlySpan<float> scores, SpacePrefix prefix)
    {
        int[] ranks = Ranks(scores);
        bool fallsBack = vocabulary.IdOf(TokenSpellings.ByteToken(0)) is not null;
        int? unknown = null;
        for (int id = 0; id < vocabulary.Count && unknown is null; id++)
            if (vocabulary.RoleOf(id) == TokenRole.Unknown) unknown = id;
        MergeTable merges = MergeTable.FromVocabulary(vocabulary, id => vocabulary.RoleOf(id) is TokenRole.Normal or TokenRole.UserDefined or TokenRole.Unused ? ranks[id] : MergeTable.Never);
        return new TokenizerParts
        {
            Vocabulary = vocabulary,
            Marks = new SpaceMarks(prefix),
            Splitter = MarkedWordSplitter.Suits(vocabulary) ? new MarkedWordSplitter() : null,
            Model = new BytePairModel(vocabulary, merges, fallsBack ? BytePairStart.CharactersThenBytes : BytePairStart.Characters, unknownId: unknown, fuseUnknown: true),
            DropsFirstSpace = prefix != SpacePrefix.Never,
        };
    }

    /// <summary>Places in the order of falling scores; equal scores share one.</summary>
    private static int[] Ranks(ReadOnlySpan<float> scores)
    {
        float[] sorted = scores.ToArray();
        int[] order = new int[sorted.Length], ranks = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);
        for (int i = sorted.Length - 1, rank = 0; i >= 0; i--)
        {
            if (i + 1 < sorted.Length && sorted[i] != sorted[i + 1]) rank++;
            ranks[order[i]] = rank;
        }

        return ranks;
    }
}
