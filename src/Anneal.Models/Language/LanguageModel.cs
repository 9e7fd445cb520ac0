using System.Text.Json;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>A network that writes texts, and all that belongs to it: tokenizer, chat template, and how it likes to be sampled.</summary>
/// <remarks>Not for several threads at once; <see cref="GenerationQueue"/> shares one among many.</remarks>
/// <example>
/// <code>
/// LanguageModel model = LanguageModelFiles.Open("./qwen2-0.5b");
/// foreach (GeneratedToken token in model.Stream("Once upon a time", model.Defaults with { MaxTokens = 100 })) Console.Write(token.Text);
/// </code>
/// </example>
/// <param name="network">The network.</param>
/// <param name="tokenizer">Its tokenizer.</param>
public sealed class LanguageModel(TokenNetwork network, Tokenizer tokenizer)
{
    /// <summary>What it is called, as its folder or file is.</summary>
    public string Name { get; init; } = "model";

    /// <summary>The network.</summary>
    public TokenNetwork Network => network;

    /// <summary>Turns texts to tokens and back.</summary>
    public Tokenizer Tokenizer => tokenizer;

    /// <summary>Writes conversations as the model was trained to read them; null where it was not trained for any.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>How the model's makers sample it.</summary>
    public GenerationOptions Defaults { get; init; } = new() { Temperature = 0.8, TopK = 40, TopP = 0.95 };

    /// <summary>The tokens that end a text.</summary>
    public IReadOnlySet<int> Ends { get; init; } = tokenizer.EndId is { } end ? new HashSet<int> { end } : new HashSet<int>();

    /// <summary>Keeps what the network has read, for prompts that begin the same way.</summary>
    public PromptCache Cache { get; } = new(network);

    /// <summary>A smaller network with the same vocabulary that guesses ahead; null for none.</summary>
    public TokenNetwork? Draft { get; init; }

    /// <summary>The same model with a draft that guesses ahead.</summary>
    /// <param name="draft">A smaller network with the same vocabulary.</param>
    public LanguageModel WithDraft(TokenNetwork draft) => new(network, tokenizer) { Name = Name, Template = Template, Defaults = Defaults, Ends = Ends, Draft = draft };

    /// <summary>The same model, which keeps keys and values in another format.</summary>
    /// <param name="format">F32, F16 or Q8_0.</param>
    /// <exception cref="Data.Messages.UserErrorException">The network keeps none.</exception>
    public LanguageModel WithCacheFormat(BlockFormat format) => network is DecoderNetwork { Decoder: var decoder }
        ? new(new DecoderNetwork(decoder) { CacheFormat = format }, tokenizer) { Name = Name, Template = Template, Defaults = Defaults, Ends = Ends, Draft = Draft }
        : throw new Data.Messages.UserErrorException(LanguageModelMessages.NoCacheFormat, LanguageModelMessages.NoCacheFormatWayOut);

    /// <summary>The tokens of a text that is to be continued, with those that the model expects before it.</summary>
    public int[] Encode(string prompt)
    {
        int[] ids = tokenizer.Encode(prompt);
        while (ids.Length > 0 && prompt.Length > 0 && ids[^1] == tokenizer.EndId) ids = ids[..^1]; // the text goes on
        return ids.Length > 0 ? ids : (tokenizer.BeginId ?? tokenizer.EndId) is { } start ? [start] : [];
    }

    /// <summary>The tokens of a conversation, up to where the model's next turn begins.</summary>
    /// <param name="turns">The conversation. What it says is text only: special tokens that are written in it don't count as such.</param>
    /// <param name="tools">The tools that the model may call: a JSON list of OpenAI's function descriptions.</param>
    /// <param name="variables">Further variables of the template.</param>
    /// <exception cref="Data.Messages.UserErrorException">The template refuses the conversation.</exception>
    public int[] Encode(IReadOnlyList<ChatTurn> turns, JsonElement? tools = null, IReadOnlyDictionary<string, JsonElement>? variables = null) =>
        new ChatPrompt(Template ?? PlainChat.Template, tokenizer).Encode(turns, tools, variables);

    /// <summary>Options for an answer in a conversation.</summary>
    /// <param name="options">What is wanted.</param>
    public GenerationOptions ForChat(GenerationOptions options) => options with
    {
        IsReply = true,
        StopTexts = Template is null ? [.. options.StopTexts, PlainChat.NextTurn] : options.StopTexts,
    };

    /// <summary>Continues a text, token by token.</summary>
    /// <param name="prompt">The text.</param>
    /// <param name="options">How; left out, the model's defaults.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <exception cref="Data.Messages.UserErrorException">The options are out of range, or the text doesn't fit in the context.</exception>
    public IEnumerable<GeneratedToken> Stream(string prompt, GenerationOptions? options = null, CancellationToken cancellation = default) =>
        NewGenerator().Stream(Encode(prompt), options ?? Defaults, cancellation);

    /// <summary>Answers in a conversation, token by token.</summary>
    /// <param name="turns">The conversation.</param>
    /// <param name="options">How; left out, the model's defaults.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <exception cref="Data.Messages.UserErrorException">The options are out of range, the template refuses the conversation, or it doesn't fit in the context.</exception>
    public IEnumerable<GeneratedToken> Stream(IReadOnlyList<ChatTurn> turns, GenerationOptions? options = null, CancellationToken cancellation = default) =>
        NewGenerator().Stream(Encode(turns), ForChat(options ?? Defaults), cancellation);

    /// <summary>Whole continuations of a text, side by side.</summary>
    /// <param name="prompt">The text.</param>
    /// <param name="options">How; left out, the model's defaults.</param>
    /// <param name="samples">How many.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <exception cref="Data.Messages.UserErrorException">The options are out of range, or the text doesn't fit in the context.</exception>
    public IReadOnlyList<GeneratedText> Generate(string prompt, GenerationOptions? options = null, int samples = 1, CancellationToken cancellation = default) =>
        NewGenerator().Generate(Encode(prompt), options ?? Defaults, samples, cancellation);

    /// <summary>Makes ready to go on with a text.</summary>
    /// <param name="prompt">The text.</param>
    public TextToWrite Prepare(string prompt)
    {
        int[] ids = Encode(prompt);
        return new TextToWrite(NewGenerator(), ids, prompt, ids.Length, Defaults);
    }

    private TextGenerator NewGenerator() => new(network, tokenizer, Ends) { Cache = Cache, Draft = Draft };
}
