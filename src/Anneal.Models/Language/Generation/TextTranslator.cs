using System.Text.Json;
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
public sealed class TextTranslator(EncoderDecoder network, Tokenizer tokenizer, int beams = TextTranslator.UsualBeams, double lengthPenalty = 1)
{
    /// <summary>How many beginnings are kept unless somebody says otherwise.</summary>
    public const int UsualBeams = 4;

    /// <summary>Texts that are read together.</summary>
    private const int Together = 32;

    /// <summary>An answer may have so many tokens, and twice the text's besides.</summary>
    private const int AtLeast = 20;

    private const string GenerationFile = "generation_config.json";

    /// <summary>Opens a model.</summary>
    /// <param name="path">A folder of BART or T5 with its tokenizer, or a bundle.</param>
    /// <param name="beams">How many beginnings are kept for each answer; left out, what generation_config.json says, or 4.</param>
    /// <param name="tokenizer">A tokenizer's file or folder; left out, the model's own.</param>
    /// <exception cref="UserErrorException">There is no such model, or it is damaged.</exception>
    public static TextTranslator Open(string path, int? beams = null, string? tokenizer = null)
    {
        try
        {
            EncoderDecoder network = EncoderDecoderFolder.Read(path);
            if (network.Config.Architecture == EncoderDecoderArchitecture.Whisper) throw new UserErrorException(TranslationMessages.Hears, TranslationMessages.HearsWayOut, new Place(path));
            network.Eval();
            JsonElement? generation = PublishedLanguageModel.Json(path, GenerationFile);
            bool sampled = generation is { } config && config.TryGetProperty("do_sample", out JsonElement samples) && samples.ValueKind == JsonValueKind.True;
            return new TextTranslator(network, TokenizerFiles.Read(tokenizer ?? path), beams ?? BeamsOf(generation) ?? UsualBeams)
            {
                Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), Defaults = sampled ? PublishedLanguageModel.Defaults(generation) : GenerationOptions.Greedy,
            };
        }
        catch (Exception e) when (LanguageModelFiles.Explain(e, path) is not null)
        {
            throw LanguageModelFiles.Explain(e, path)!;
        }
    }

    /// <summary>Writes the model as Hugging Face lays it out.</summary>
    /// <param name="folder">Where to; it is made when it is not there.</param>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public void Write(string folder)
    {
        EncoderDecoderFolder.Write(network, folder);
        TokenizerFiles.Write(tokenizer, folder);
        File.WriteAllText(Path.Combine(folder, GenerationFile), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"num_beams\": {beams}, \"decoder_start_token_id\": {network.Config.StartId}, \"eos_token_id\": {network.Config.EndId}, \"pad_token_id\": {network.Config.PadId}}}\n"));
    }

    private static int? BeamsOf(JsonElement? generation) =>
        generation is { } config && config.TryGetProperty("num_beams", out JsonElement beams) && beams.ValueKind == JsonValueKind.Number && beams.TryGetInt32(out int count) && count is >= 1 and <= 64 ? count : null;

    /// <summary>What it is called, as its folder is.</summary>
    public string Name { get; init; } = "model";

    /// <summary>How the model's makers sample it.</summary>
    public GenerationOptions Defaults { get; init; } = GenerationOptions.Greedy;

    /// <summary>The network.</summary>
    public EncoderDecoder Network => network;

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer => tokenizer;

    /// <summary>The tokens of a text that is read, with the one that ends it.</summary>
    public int[] Encode(string text)
    {
        int[] ids = tokenizer.Encode(text);
        return ids.Length > 0 && ids[^1] == network.Config.EndId ? ids : [.. ids, network.Config.EndId];
    }

    /// <summary>Reads a text and makes ready to answer it, with all the ways in which language models are sampled.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="UserErrorException">The text is longer than the model's positions.</exception>
    public TextToWrite Prepare(string text)
    {
        int[] ids = Encode(text);
        CheckLength(ids);
        int most = (int)Math.Min(Most(ids.Length), network.Config.DecoderPositions - 1L);
        TextGenerator generator = new(new AnsweringNetwork(network, Tensor.From(ids, [1, ids.Length])), tokenizer, [network.Config.EndId]);
        return new TextToWrite(generator, [network.Config.StartId], "", ids.Length, Defaults with { MaxTokens = most, IsReply = true }, Defaults.Temperature > 0 ? 1 : beams);
    }

    /// <summary>The answers to texts, in their order.</summary>
    /// <param name="texts">The texts; the answer to an empty one is empty.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="UserErrorException">A text is longer than the model's positions.</exception>
    public string[] Translate(IReadOnlyList<string> texts, CancellationToken cancellation = default)
    {
        int[][] ids = [.. texts.Select(Encode)];
        foreach (int[] row in ids) CheckLength(row);
        string[] answers = new string[texts.Count];
        foreach (int[] some in Enumerable.Range(0, ids.Length).OrderBy(text => ids[text].Length).Chunk(Together))
        {
            cancellation.ThrowIfCancellationRequested();
            using TensorScope scope = new();
            TokenRows rows = TokenRows.Of([.. some.Select(text => ids[text])]);
            SequenceWriter writer = new(network, Most(some.Max(text => ids[text].Length)), beams, lengthPenalty);
            int[][] written = writer.Write(rows.Ids(network.Config.PadId), rows.Padding());
            for (int i = 0; i < some.Length; i++) answers[some[i]] = string.IsNullOrWhiteSpace(texts[some[i]]) ? "" : tokenizer.Decode(written[i]);
        }

        return answers;
    }

    private static int Most(int tokens) => AtLeast + (2 * tokens);

    private void CheckLength(int[] ids)
    {
        int longest = network.Config.EncoderPositions;
        if (ids.Length > longest) throw new UserErrorException(GenerationMessages.PromptTooLong(ids.Length, longest), TranslationMessages.TooLongWayOut);
    }
}
