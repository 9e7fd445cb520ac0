using Anneal.Data.Text.Tokenizers;
using Anneal.Data.Text.Tokenizers.Training;

namespace Anneal.Training.Language;

/// <summary>Learns how to cut a text into tokens.</summary>
public static class CorpusTokenizer
{
    /// <summary>Learns from texts.</summary>
    /// <param name="choice">Which kind, how large.</param>
    /// <param name="texts">The training part.</param>
    public static Tokenizer Learn(NetworkChoice choice, IEnumerable<string> texts) => CharacterVocabulary.Learn(texts, choice.Vocabulary);
}
