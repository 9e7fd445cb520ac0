using Anneal.Data.Text.Tokenizers;
using Anneal.Data.Text.Tokenizers.Training;

namespace Anneal.Training.Language;

/// <summary>Learns how to cut a text into tokens.</summary>
public static class CorpusTokenizer
{
    /// <summary>Learns from texts.</summary>
    /// <param name="choice">Which kind, how large.</param>
    /// <param name="texts">The training part.</param>
    /// <param name="special">Special tokens beside the one that ends a document.</param>
    public static Tokenizer Learn(NetworkChoice choice, IEnumerable<string> texts, params IReadOnlyList<string> special) => choice.Tokenizer == TokenizerKind.Characters
        ? CharacterVocabulary.Learn(texts, choice.Vocabulary, special)
        : TokenizerTrainer.BytePairs(texts, new TokenizerTraining { VocabularySize = choice.Vocabulary, SpecialTokens = [CharacterVocabulary.EndToken, .. special], Digits = 1 });
}
