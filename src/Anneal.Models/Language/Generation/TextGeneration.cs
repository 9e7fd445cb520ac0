using Anneal.Data.Text.Tokenizers;

namespace Anneal.Models.Language;

/// <summary>One answer while it is being written: what the network has yet to read, and what was said so far.</summary>
internal sealed class TextGeneration
{
    private readonly GenerationOptions options;
    private readonly GenerationLimit limit;
    private readonly IReadOnlySet<int> ends;
    private readonly TokenDecoder decoder;
    private readonly StopTexts stops;
    private readonly GrammarState? grammar;
    private readonly int vocabulary;
    private int[] pending;
    private int written;

    /// <param name="sequence">A sequence that holds a beginning of the prompt, or nothing.</param>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="options">How to continue it; checked.</param>
    /// <param name="sampler">Chooses; has read the prompt.</param>
    /// <param name="tokenizer">Turns tokens to text.</param>
    /// <param name="ends">Tokens that end a text.</param>
    /// <param name="context">The longest sequence.</param>
    public TextGeneration(TokenSequence sequence, int[] prompt, GenerationOptions options, Sampler sampler, Tokenizer tokenizer, IReadOnlySet<int> ends, int context)
    {
        this.options = options;
        this.ends = ends;
        limit = GenerationLimit.For(options, prompt.Length, context);
        Sequence = sequence;
        Sampler = sampler;
        vocabulary = tokenizer.VocabularySize;
        decoder = tokenizer.NewDecoder(continues: !options.IsReply && Array.Exists(prompt, id => !tokenizer.IsSpecial(id)));
        stops = new StopTexts(options.StopTexts);
        grammar = options.Grammar?.Start(tokenizer, ends);
        pending = prompt[sequence.Length..];
    }

    /// <summary>What the network keeps of this text.</summary>
    public TokenSequence Sequence { get; }

    /// <summary>Chooses the tokens.</summary>
    public Sampler Sampler { get; }

    /// <summary>Whether the answer is over.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Tokens that the network has yet to read.</summary>
    public ReadOnlySpan<int> Pending => pending;

    /// <summary>Tokens that may still be written.</summary>
    public int Left => limit.Tokens - written;

    /// <summary>The next tokens for the network to read, a long prompt in parts.</summary>
    public NetworkStep NextStep(int mostTokens)
    {
        int[] part = pending.Length <= mostTokens ? pending : pending[..mostTokens];
        return new NetworkStep(Sequence, part);
    }

    /// <summary>Takes what the network answered; null while the prompt is still being read.</summary>
    public GeneratedToken? Advance(NetworkStep step)
    {
        pending = pending[step.Ids.Count..];
        return pending.Length > 0 ? null : Write(step.Last);
    }

    /// <summary>Chooses and writes the next token.</summary>
    /// <param name="logits">As the network gave them; overwritten.</param>
    public GeneratedToken Write(Span<float> logits)
    {
        float[]? told = options.LogProbabilities is null ? null : logits.ToArray();
        Prepare(logits);
        return Accept(Sampler.Choose(logits), told);
    }

    /// <summary>Applies penalties and the grammar to logits.</summary>
    public void Prepare(Span<float> logits)
    {
        Sampler.Adjust(logits);
        if (logits.Length > vocabulary) logits[vocabulary..].Fill(float.NegativeInfinity); // rows that only make the matrix's size a round number
        grammar?.Mask(logits);
    }

    /// <summary>Writes a token.</summary>
    /// <param name="id">The token.</param>
    /// <param name="told">The network's logits where log-probabilities are to be told.</param>
    public GeneratedToken Accept(int id, float[]? told)
    {
        LogProbability? probability = told is null ? null : LogProbability.Of(told, id);
        IReadOnlyList<LogProbability>? alternatives = told is null ? null : LogProbability.Highest(told, options.LogProbabilities!.Value);
        GeneratedToken token = new(id, "", null, false, probability, alternatives);
        pending = [id];
        if (options.StopTokens.Contains(id) || (ends.Contains(id) && !options.IgnoreEnd)) return Finish(token with { IsEnd = true }, FinishReason.Stop);

        Sampler.Accept(id);
        grammar?.Accept(id);
        written++;
        string text = stops.Append(decoder.Append(id));
        token = token with { Text = text };
        if (stops.Found is not null) return Finish(token, FinishReason.Stop);
        if (grammar is { MayContinue: false }) return Finish(token, FinishReason.Stop);
        return written == limit.Tokens ? Finish(token, limit.Reason) : token;
    }

    private GeneratedToken Finish(GeneratedToken token, FinishReason reason)
    {
        IsFinished = true;
        string rest = stops.Append(decoder.Finish());
        if (stops.Found is not null) reason = FinishReason.Stop;
        return token with { Text = token.Text + rest + stops.Finish(), Finish = reason };
    }
}
