using Anneal.Data.Text.Tokenizers;
using Anneal.Data.Text.Tokenizers.Training;

namespace Anneal.Training.Language.Translation;

/// <summary>Learns one vocabulary for texts and their translations.</summary>
public static class PairTokenizer
{
    /// <summary>Fills short rows up; the first token.</summary>
    public const string PadToken = "<pad>";

    /// <summary>Stands behind a text.</summary>
    public const string EndToken = "</s>";

    /// <summary>Learns from texts of both sides.</summary>
    /// <param name="kind">How text becomes tokens.</param>
    /// <param name="vocabulary">Different tokens at most.</param>
    /// <param name="texts">The training texts, both sides.</param>
    public static Tokenizer Learn(TokenizerKind kind, int vocabulary, IEnumerable<string> texts)
    {
        // What is written must be told apart as people write it: a Chinese sentence ends with "？", not with "?".
        TokenizerTraining training = new() { VocabularySize = vocabulary, SpecialTokens = [PadToken, EndToken], Digits = 1, KeepsForms = true };
        return kind switch
        {
            TokenizerKind.Characters => CharacterVocabulary.Learn(texts, vocabulary, training.SpecialTokens),
            TokenizerKind.Bpe => TokenizerTrainer.BytePairs(texts, training),
            TokenizerKind.Unigram => TokenizerTrainer.Unigram(texts, training),
            _ => TokenizerTrainer.Unigram(texts, training with { ChineseAlone = true }),
        };
    }
}
