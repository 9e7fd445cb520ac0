using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Writes what an encoder-decoder answers to texts, such as their translations.</summary>
/// <param name="network">The network; it should be in inference mode.</param>
/// <param name="tokenizer">Its tokenizer, for what is read and what is written.</param>
/// <param name="beams">How many beginnings are kept for each answer; 1 takes the likeliest token each time.</param>
/// <param name="lengthPenalty">Answers are compared by their log-probability over their length to this power.</param>
/// <example>
/// <code>
/// TextTranslator translator = TextTranslator.Open("runs/phrases-1");
/// string[] chinese = translator.Translate(["Good morning.", "What time is it?"]);
/// </code>
/// </example>
public sealed class TextTranslator(EncoderDecoder network, Tokenizer tokenizer, int beams = 4, double lengthPenalty = 1)
{
    /// <summary>Texts that are read together.</summary>
    private const int Together = 32;

    /// <summary>An answer may have so many tokens, and twice the text's besides.</summary>
    private const int AtLeast = 20;

    /// <summary>Opens a model.</summary>
    /// <param name="path">A folder of BART or T5 with its tokenizer, or a bundle.</param>
    /// <param name="beams">How many beginnings are kept for each answer.</param>
    /// <exception cref="UserErrorException">There is no such model, or it is damaged.</exception>
    public static TextTranslator Open(string path, int beams = 4)
    {
        try
        {
            EncoderDecoder network = EncoderDecoderFolder.Read(path);
            if (network.Config.Architecture == EncoderDecoderArchitecture.Whisper) throw new UserErrorException(TranslationMessages.Hears, TranslationMessages.HearsWayOut, new Place(path));
            network.Eval();
            return new TextTranslator(network, TokenizerFiles.Read(path), beams);
        }
        catch (Exception e) when (LanguageModelFiles.Explain(e, path) is not null)
        {
            throw LanguageModelFiles.Explain(e, path)!;
        }
    }

    /// <summary>The network.</summary>
    public EncoderDecoder Network => network;

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer => tokenizer;

    /// <summary>The tokens of a text that is read, with the one that ends it.</summary>
    public int[] Encode(string text) => [.. tokenizer.Encode(text, addSpecial: false), network.Config.EndId];

    /// <summary>The answers to texts, in their order.</summary>
    /// <param name="texts">The texts; the answer to an empty one is empty.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="UserErrorException">A text is longer than the model's positions.</exception>
    public string[] Translate(IReadOnlyList<string> texts, CancellationToken cancellation = default)
    {
        int[][] ids = [.. texts.Select(Encode)];
        int longest = network.Config.EncoderPositions;
        if (Array.Find(ids, row => row.Length > longest) is { } tooLong) throw new UserErrorException(GenerationMessages.PromptTooLong(tooLong.Length, longest), TranslationMessages.TooLongWayOut);
        string[] answers = new string[texts.Count];
        foreach (int[] some in Enumerable.Range(0, ids.Length).OrderBy(text => ids[text].Length).Chunk(Together))
        {
            cancellation.ThrowIfCancellationRequested();
            using TensorScope scope = new();
            TokenRows rows = TokenRows.Of([.. some.Select(text => ids[text])]);
            SequenceWriter writer = new(network, AtLeast + (2 * some.Max(text => ids[text].Length)), beams, lengthPenalty);
            int[][] written = writer.Write(rows.Ids(network.Config.PadId), rows.Padding());
            for (int i = 0; i < some.Length; i++) answers[some[i]] = ids[some[i]].Length == 1 ? "" : tokenizer.Decode(written[i]);
        }

        return answers;
    }
}
