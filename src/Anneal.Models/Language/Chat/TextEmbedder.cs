using System.Numerics.Tensors;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Tensors;
using Tensor = Anneal.Tensors.Tensor;

namespace Anneal.Models.Language;

/// <summary>Turns texts into vectors: the mean of what the network's last layer makes of each token (or of the first alone), brought to length 1.</summary>
/// <remarks>Any number of threads may use one object; they take turns.</remarks>
public sealed class TextEmbedder
{
    private readonly Func<Tensor, Tensor> hidden;
    private readonly Tokenizer tokenizer;
    private readonly Pooling pooling;
    private readonly Lock gate = new();

    /// <param name="name">The model's name.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="hidden">The network without its head: <c>[1, time]</c> ids become <c>[1, time, size]</c>.</param>
    /// <param name="size">The length of the vectors.</param>
    /// <param name="contextLength">The longest text, in tokens.</param>
    /// <param name="pooling">How the tokens' features become the text's.</param>
    public TextEmbedder(string name, Tokenizer tokenizer, Func<Tensor, Tensor> hidden, int size, int contextLength, Pooling pooling = Pooling.Mean) =>
        (Name, this.tokenizer, this.hidden, Size, ContextLength, this.pooling, VocabularySize) = (name, tokenizer, hidden, size, contextLength, pooling, tokenizer.VocabularySize);

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>The length of the vectors.</summary>
    public int Size { get; }

    /// <summary>The longest text, in tokens.</summary>
    public int ContextLength { get; }

    /// <summary>How many tokens the network knows.</summary>
    public int VocabularySize { get; init; }

    /// <summary>Opens a model for its embeddings.</summary>
    /// <param name="path">A folder of BERT or RoBERTa, or what <see cref="LanguageModelFiles.Open"/> takes.</param>
    /// <param name="tokenizer">A tokenizer's file or folder; left out, the model's own.</param>
    /// <exception cref="UserErrorException">There is no such model, or it is damaged.</exception>
    public static TextEmbedder Open(string path, string? tokenizer = null)
    {
        try
        {
            if (!ModelFolder.Looks(path) || !EncoderFolder.Knows(ModelFolder.Open(path))) return Of(LanguageModelFiles.Open(path, tokenizer));
            EncoderModel model = EncoderFolder.Read(path, EncoderTask.Features);
            model.Eval();
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
            return new TextEmbedder(name, TokenizerFiles.Read(tokenizer ?? path), ids => model.Encoder.Forward(ids, null), model.Config.Sizes.Size, model.Config.Sizes.Positions - model.Config.Sizes.FirstPosition, PoolingOf(path)) { VocabularySize = model.Config.Sizes.Vocabulary };
        }
        catch (Exception e) when (LanguageModelFiles.Explain(e, path) is not null)
        {
            throw LanguageModelFiles.Explain(e, path)!;
        }
    }

    /// <summary>As sentence-transformers say it in 1_Pooling/config.json; the mean where they say nothing.</summary>
    private static Pooling PoolingOf(string path)
    {
        string file = Path.Combine(path, "1_Pooling", "config.json");
        if (!File.Exists(file)) return Pooling.Mean;
        using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(file));
        return config.RootElement.ValueKind == JsonValueKind.Object && config.RootElement.TryGetProperty("pooling_mode_cls_token", out JsonElement first) && first.ValueKind == JsonValueKind.True ? Pooling.FirstToken : Pooling.Mean;
    }

    /// <summary>The embeddings of a language model.</summary>
    /// <exception cref="UserErrorException">Its network shows nothing but logits.</exception>
    public static TextEmbedder Of(LanguageModel model) => model.Network is DecoderNetwork { Decoder: { } decoder }
        ? new TextEmbedder(model.Name, model.Tokenizer, decoder.Hidden, decoder.Config.Size, decoder.Config.Positions) { VocabularySize = decoder.Config.Vocabulary }
        : throw new UserErrorException(LanguageModelMessages.NoEmbedding, LanguageModelMessages.NotFoundWayOut);

    /// <summary>The tokens of a text.</summary>
    public int[] Encode(string text) => tokenizer.Encode(text);

    /// <summary>The vector of a text, of length 1.</summary>
    /// <exception cref="UserErrorException">The text is empty, or longer than the model's context.</exception>
    public float[] Embed(string text) => Embed(Encode(text));

    /// <summary>The vector of a text's tokens, of length 1.</summary>
    /// <exception cref="UserErrorException">The text is empty, or longer than the model's context.</exception>
    public float[] Embed(int[] ids)
    {
        if (ids.Length == 0) throw new UserErrorException(GenerationMessages.EmptyPrompt, GenerationMessages.EmptyPromptWayOut);
        if (ids.Length > ContextLength) throw new UserErrorException(GenerationMessages.PromptTooLong(ids.Length, ContextLength), GenerationMessages.ContextWayOut);
        lock (gate)
        {
            using Gradients.NoGradScope noGradients = Gradients.NoGrad();
            using TensorScope scope = new();
            Tensor rows = hidden(Tensor.From(ids, [1, ids.Length]));
            float[] sum = new float[Size];
            ReadOnlySpan<float> values = rows.Contiguous().AsReadOnlySpan<float>();
            for (int row = 0; row < (pooling == Pooling.FirstToken ? 1 : ids.Length); row++) TensorPrimitives.Add(sum, values.Slice(row * Size, Size), sum);
            float length = TensorPrimitives.Norm<float>(sum);
            TensorPrimitives.Divide(sum, length > 0 ? length : 1, sum);
            return sum;
        }
    }
}
