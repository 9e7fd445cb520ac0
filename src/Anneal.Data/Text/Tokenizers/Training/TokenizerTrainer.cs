using Anneal.Data.Text.Tokenizers.Training;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Learns vocabularies from texts, on all cores and with the same result on any number of them.</summary>
public static class TokenizerTrainer
{
    /// <summary>Byte-level byte pairs, as GPT-2, Llama 3 and Qwen have them (Sennrich et al., 2016): any text can be written and comes back as it was. The choice for a language model.</summary>
    /// <param name="texts">The texts, read once. A text may be a whole book: it is cut at its lines.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static Tokenizer BytePairs(IEnumerable<string> texts, TokenizerTraining options, CancellationToken cancellation = default) => BytePairTraining.Train(Checked(texts), Checked(options), cancellation);

    /// <summary>A unigram vocabulary with byte fallback, as T5 and XLM-R have it (Kudo, 2018): texts are brought into NFKC first. Cuts Chinese into likely words.</summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static Tokenizer Unigram(IEnumerable<string> texts, TokenizerTraining options, CancellationToken cancellation = default) => UnigramTraining.Train(Checked(texts), Checked(options), cancellation);

    /// <summary>Word pieces for encoders of BERT's kind, with [PAD], [UNK], [CLS], [SEP] and [MASK]: Chinese characters stand alone.</summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static Tokenizer WordPieces(IEnumerable<string> texts, TokenizerTraining options, CancellationToken cancellation = default) => WordPieceTraining.Train(Checked(texts), Checked(options), cancellation);

    private static IEnumerable<string> Checked(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts;
    }

    private static TokenizerTraining Checked(TokenizerTraining options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.VocabularySize, 256 + options.SpecialTokens.Count, nameof(options));
        if (options.Digits is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(options), "Digits must be 1 or 3.");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LongestToken, 1, nameof(options));
        return options;
    }
}
