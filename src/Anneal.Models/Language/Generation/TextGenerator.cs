using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Models.Language;

/// <summary>Continues texts with a network, one prompt at a time.</summary>
/// <param name="network">The network.</param>
/// <param name="tokenizer">Turns texts to tokens and back.</param>
/// <param name="ends">Tokens that end a text; left out, the tokenizer's own.</param>
public sealed class TextGenerator(TokenNetwork network, Tokenizer tokenizer, IEnumerable<int>? ends = null)
{
    /// <summary>Long prompts are read in parts of this many tokens, between which a stop is noticed.</summary>
    internal const int PromptPart = 512;

    private readonly HashSet<int> ends = [.. ends ?? (tokenizer.EndId is { } end ? [end] : [])];

    /// <summary>The network.</summary>
    public TokenNetwork Network => network;

    /// <summary>Turns texts to tokens and back.</summary>
    public Tokenizer Tokenizer => tokenizer;

    /// <summary>Tokens that end a text.</summary>
    public IReadOnlySet<int> Ends => ends;

    /// <summary>Keeps what the network has read, for prompts that begin the same way; null keeps nothing.</summary>
    public PromptCache? Cache { get; init; }

    /// <summary>A smaller network with the same vocabulary that guesses several tokens ahead; the text's distribution stays that of the large one.</summary>
    public TokenNetwork? Draft { get; init; }

    /// <summary>Tokens that the draft guesses at a time.</summary>
    public int DraftTokens { get; init; } = 4;

    /// <summary>Writes an answer token by token.</summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="options">How to continue it.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <exception cref="UserErrorException">The options are out of range, or the text doesn't fit in the context.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<GeneratedToken> Stream(int[] prompt, GenerationOptions options, CancellationToken cancellation = default)
    {
        TextGeneration generation = Begin(prompt, options, NewSeed(), 0);
        return Draft is null ? Plain(generation, cancellation) : new SpeculativeDecoding(network, Draft, DraftTokens, prompt, options, NewSeed()).Stream(generation, cancellation);
    }

    /// <summary>Writes whole answers to one prompt, all side by side.</summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="options">How to continue it.</param>
    /// <param name="samples">How many answers.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <exception cref="UserErrorException">The options are out of range, or the text doesn't fit in the context.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<GeneratedText> Generate(int[] prompt, GenerationOptions options, int samples = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        if (samples == 1) return [GeneratedText.Of([.. Stream(prompt, options, cancellation)], prompt.Length)];

        // The prompt but its last token is read once, for all.
        ulong seed = NewSeed();
        TextGeneration first = Begin(prompt, options, seed, 0);
        while (first.Pending.Length > 1)
        {
            cancellation.ThrowIfCancellationRequested();
            NetworkStep part = first.NextStep(Math.Min(PromptPart, first.Pending.Length - 1));
            network.Extend([part]);
            first.Advance(part);
        }

        List<(TextGeneration Generation, List<GeneratedToken> Tokens)> all = [(first, [])];
        for (int sample = 1; sample < samples; sample++) all.Add((New(first.Sequence.Fork(), prompt, options, seed, sample), []));
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var running = all.Where(item => !item.Generation.IsFinished).ToList();
            if (running.Count == 0) break;
            NetworkStep[] steps = [.. running.Select(item => item.Generation.NextStep(PromptPart))];
            network.Extend(steps);
            for (int i = 0; i < steps.Length; i++) running[i].Tokens.Add(running[i].Generation.Advance(steps[i])!.Value);
        }

        foreach ((TextGeneration generation, _) in all) End(generation.Sequence, keep: ReferenceEquals(generation, first));
        return [.. all.Select(item => GeneratedText.Of(item.Tokens, prompt.Length))];
    }

    private static ulong NewSeed() => (ulong)Random.Shared.NextInt64();

    private IEnumerable<GeneratedToken> Plain(TextGeneration generation, CancellationToken cancellation)
    {
        try
        {
            while (!generation.IsFinished)
            {
                cancellation.ThrowIfCancellationRequested();
                NetworkStep step = generation.NextStep(PromptPart);
                network.Extend([step]);
                if (generation.Advance(step) is { } token) yield return token;
            }
        }
        finally
        {
            End(generation.Sequence, keep: true);
        }
    }

    /// <summary>Keeps what was read of a text for later ones, or gives its memory back.</summary>
    private void End(TokenSequence sequence, bool keep)
    {
        if (keep && Cache is not null) Cache.Keep(sequence);
        else sequence.Truncate(0);
    }

    private TextGeneration Begin(int[] prompt, GenerationOptions options, ulong seed, int sample)
    {
        options.Validate();
        Check(prompt);
        GenerationLimit.For(options, prompt.Length, network.ContextLength);
        return New(Cache?.Take(prompt) ?? network.NewSequence(), prompt, options, seed, sample);
    }

    private TextGeneration New(TokenSequence sequence, int[] prompt, GenerationOptions options, ulong seed, int sample)
    {
        Sampler sampler = new(options, seed, sample);
        sampler.ReadPrompt(prompt);
        return new TextGeneration(sequence, prompt, options, sampler, tokenizer, ends, network.ContextLength);
    }

    private void Check(int[] prompt)
    {
        foreach (int id in prompt)
        {
            if ((uint)id >= (uint)network.VocabularySize)
                throw new UserErrorException(GenerationMessages.OutsideVocabulary(id, network.VocabularySize), GenerationMessages.OtherVocabularyWayOut);
        }
    }
}
