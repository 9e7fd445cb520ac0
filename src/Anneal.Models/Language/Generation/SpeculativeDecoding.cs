using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>Lets a small network guess several tokens, which the large one checks in a single step.</summary>
/// <remarks>
/// Leviathan et al., "Fast Inference from Transformers via Speculative Decoding", 2023: a guess with probability q under the draft and p under the model
/// is kept with probability min(1, p / q), and otherwise replaced by a draw from max(0, p - q); what comes out is distributed as
/// the model alone would have it, and greedy text is the same token by token.
/// </remarks>
internal sealed class SpeculativeDecoding
{
    private readonly TokenNetwork network, draft;
    private readonly int guesses;
    private readonly int[] prompt;
    private readonly Sampler guesser;
    private readonly bool tells;

    /// <exception cref="UserErrorException">The two vocabularies differ.</exception>
    public SpeculativeDecoding(TokenNetwork network, TokenNetwork draft, int guesses, int[] prompt, GenerationOptions options, ulong seed)
    {
        if (draft.VocabularySize != network.VocabularySize)
            throw new UserErrorException(GenerationMessages.OtherVocabulary(draft.VocabularySize, network.VocabularySize), GenerationMessages.OtherVocabularyWayOut);
        (this.network, this.draft, this.guesses, this.prompt) = (network, draft, Math.Max(1, guesses), prompt);
        tells = options.LogProbabilities is not null;

        // The draft's draws must know nothing of the model's, or keeping its guesses would not be fair.
        guesser = new Sampler(options with { Seed = (options.Seed ?? seed) ^ 0x9E3779B97F4A7C15 }, 0);
        guesser.ReadPrompt(prompt);
    }

    public IEnumerable<GeneratedToken> Stream(TextGeneration generation, CancellationToken cancellation)
    {
        List<int> all = [.. prompt];
        TokenSequence guessed = draft.NewSequence();
        while (generation.Pending.Length > 1)
        {
            cancellation.ThrowIfCancellationRequested();
            NetworkStep part = generation.NextStep(Math.Min(TextGenerator.PromptPart, generation.Pending.Length - 1));
            network.Extend([part]);
            generation.Advance(part);
        }

        while (!generation.IsFinished)
        {
            cancellation.ThrowIfCancellationRequested();
            int ahead = Math.Min(guesses, Math.Min(generation.Left - 1, draft.ContextLength - all.Count - 1));
            List<(int Id, float[] Weights)> guess = ahead > 0 ? Guess(guessed, all, ahead, generation.Sampler, cancellation) : [];
            NetworkStep step = new(generation.Sequence, [all[^1], .. guess.Select(g => g.Id)], everyPosition: true);
            network.Extend([step]);
            int read = all.Count;
            for (int row = 0; row <= guess.Count && !generation.IsFinished; row++)
            {
                Span<float> logits = step.Row(row);
                float[]? told = tells ? logits.ToArray() : null;
                generation.Prepare(logits);
                bool kept = true;
                int id;
                if (row == guess.Count) id = generation.Sampler.Choose(logits);
                else (id, kept) = Check(logits, guess[row], generation.Sampler);
                GeneratedToken token = generation.Accept(id, told);
                guesser.Accept(id);
                all.Add(id);
                yield return token;
                if (!kept) break;
            }

            // All but the last token was read by now; guesses that were not kept are forgotten.
            generation.Sequence.Truncate(Math.Min(generation.Sequence.Length, all.Count - 1));
            guessed.Truncate(Math.Min(guessed.Length, all.Count - 1));
        }
    }

    /// <summary>Whether the model keeps a guess, and what it says in its place if not.</summary>
    private static (int Id, bool Kept) Check(Span<float> logits, (int Id, float[] Weights) guess, Sampler sampler)
    {
        if (sampler.IsGreedy)
        {
            int best = Sampler.Best(logits);
            return (best, best == guess.Id);
        }

        sampler.ToProbabilities(logits);
        Normalise(logits);
        float p = logits[guess.Id], q = guess.Weights[guess.Id];
        if (sampler.Uniform() * q < p) return (guess.Id, true);
        for (int id = 0; id < logits.Length; id++) logits[id] = Math.Max(0, logits[id] - guess.Weights[id]);
        return (sampler.Draw(logits), false);
    }

    private List<(int Id, float[] Weights)> Guess(TokenSequence guessed, List<int> all, int ahead, Sampler model, CancellationToken cancellation)
    {
        List<(int Id, float[] Weights)> guess = [];
        int[] unread = [.. all.Skip(guessed.Length)];
        for (; unread.Length > TextGenerator.PromptPart; unread = unread[TextGenerator.PromptPart..])
        {
            cancellation.ThrowIfCancellationRequested();
            draft.Extend([new NetworkStep(guessed, unread[..TextGenerator.PromptPart])]);
        }

        Sampler memory = guesser.Copy();
        for (int i = 0; i < ahead; i++)
        {
            NetworkStep step = new(guessed, unread);
            draft.Extend([step]);
            Span<float> logits = step.Last;
            memory.Adjust(logits);
            memory.ToProbabilities(logits);
            Normalise(logits);
            int id = model.IsGreedy ? Sampler.Best(logits) : guesser.Draw(logits);
            memory.Accept(id);
            guess.Add((id, logits.ToArray()));
            unread = [id];
        }

        return guess;
    }

    private static void Normalise(Span<float> weights)
    {
        double sum = 0;
        foreach (float weight in weights) sum += weight;
        System.Numerics.Tensors.TensorPrimitives.Multiply(weights, (float)(1 / sum), weights);
    }
}
