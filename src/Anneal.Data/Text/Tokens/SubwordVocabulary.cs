using Anneal.Data.Text.Tokenizers;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;
using Anneal.Data.Text.Unicode;

namespace Anneal.Data.Text.Tokens;

/// <summary>A unigram vocabulary for classifiers: numbered as <see cref="TextTokens"/> does it, without bytes, because nothing is ever written in it.</summary>
internal static class SubwordVocabulary
{
    /// <summary>Learns parts of words and their scores, the likeliest first.</summary>
    public static (string[] Pieces, float[] Scores) Learn(IReadOnlyList<string> texts, int maximumCount)
    {
        Tokenizer learnt = TokenizerTrainer.Unigram(texts, new TokenizerTraining { VocabularySize = Math.Max(maximumCount, 1) + 257 });
        int[] ids = [.. Enumerable.Range(0, learnt.VocabularySize).Where(id => learnt.RoleOf(id) == TokenRole.Normal)];
        ReadOnlySpan<float> scores = ((UnigramModel)learnt.Parts.Model).Scores;
        float[] kept = new float[ids.Length];
        for (int i = 0; i < ids.Length; i++) kept[i] = scores[ids[i]];
        return ([.. ids.Select(learnt.TokenText)], kept);
    }

    /// <summary>The way from a text to its numbers.</summary>
    public static Tokenizer Encoder(IReadOnlyList<string> pieces, IReadOnlyList<float> scores)
    {
        if (scores.Count != pieces.Count) throw new ArgumentException($"There are {scores.Count} scores for {pieces.Count} tokens.", nameof(scores));
        string?[] texts = [null, "<unknown>", .. pieces];
        TokenRole[] roles = new TokenRole[texts.Length];
        Array.Fill(roles, TokenRole.Normal);
        (roles[TextTokens.Padding], roles[TextTokens.Unknown]) = (TokenRole.Unused, TokenRole.Unknown);
        Vocabulary vocabulary = new(texts, roles, TokenSpelling.MarkedSpaces);
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Normalizers = [new UnicodeFormNormalizer(UnicodeForm.Nfkc)],
            Marks = new SpaceMarks(SpacePrefix.Always),
            Splitter = MarkedWordSplitter.Suits(vocabulary) ? new MarkedWordSplitter() : null,
            Model = new UnigramModel(vocabulary, [0, 0, .. scores], TextTokens.Unknown, byteFallback: false),
        });
    }
}
