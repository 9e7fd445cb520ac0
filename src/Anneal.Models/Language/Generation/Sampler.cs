using System.Numerics.Tensors;
using Anneal.Data.Messages;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Chooses the next token from a row of logits, and remembers what was said for the penalties.</summary>
/// <remarks>The i-th draw of a sample is a pure function of seed, sample and i: texts don't depend on what else is generated beside them.</remarks>
internal sealed class Sampler
{
    /// <summary>Each sample of a prompt draws from its own stretch of the seed's sequence.</summary>
    private const int BitsOfDraws = 36;

    private readonly GenerationOptions options;
    private readonly ulong seed;
    private readonly HashSet<int> seen = [];
    private readonly Dictionary<int, int> counts = [];
    private ulong position;

    /// <param name="options">What to do.</param>
    /// <param name="seed">The seed that is used where the options name none.</param>
    /// <param name="sample">The number of this sample of its prompt.</param>
    public Sampler(GenerationOptions options, ulong seed, int sample = 0)
    {
        this.options = options;
        this.seed = options.Seed ?? seed;
        position = (ulong)sample << BitsOfDraws;
    }

    private Sampler(Sampler other) : this(other.options, other.seed)
    {
        seen.UnionWith(other.seen);
        foreach ((int id, int count) in other.counts) counts[id] = count;
        position = other.position;
    }

    /// <summary>Whether the most likely token is always taken.</summary>
    public bool IsGreedy => options.Temperature == 0 || options.TopK == 1;

    /// <summary>The same memory at the same place of the sequence of draws.</summary>
    public Sampler Copy() => new(this);

    /// <summary>Takes note of the prompt's tokens, which the repetition penalty counts.</summary>
    public void ReadPrompt(ReadOnlySpan<int> ids)
    {
        if (options.RepetitionPenalty == 1) return;
        foreach (int id in ids) seen.Add(id);
    }

    /// <summary>Takes note of a token of the answer.</summary>
    public void Accept(int id)
    {
        if (options.RepetitionPenalty != 1) seen.Add(id);
        if (options.FrequencyPenalty != 0 || options.PresencePenalty != 0) counts[id] = counts.GetValueOrDefault(id) + 1;
    }

    /// <summary>Applies bias and penalties.</summary>
    public void Adjust(Span<float> logits)
    {
        foreach ((int id, double bias) in options.LogitBias)
        {
            if ((uint)id < (uint)logits.Length) logits[id] += (float)bias;
        }

        float penalty = (float)options.RepetitionPenalty;
        foreach (int id in seen)
        {
            if ((uint)id < (uint)logits.Length) logits[id] = logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty;
        }

        foreach ((int id, int count) in counts) logits[id] -= (float)((options.FrequencyPenalty * count) + options.PresencePenalty);
    }

    /// <summary>The token of logits that <see cref="Adjust"/> and a grammar have changed already; overwrites them.</summary>
    public int Choose(Span<float> logits)
    {
        if (IsGreedy) return Best(logits);
        ToProbabilities(logits);
        return Draw(logits);
    }

    /// <summary>The most likely token, the first of equals.</summary>
    public static int Best(ReadOnlySpan<float> logits)
    {
        int best = TensorPrimitives.IndexOfMax(logits);
        if (float.IsNaN(logits[best])) throw new UserErrorException(GenerationMessages.NotNumbers, GenerationMessages.NotNumbersWayOut);
        return best;
    }

    /// <summary>Turns adjusted logits into the numbers that <see cref="Draw"/> draws from: probabilities up to a common factor, zero where a limit left a token out.</summary>
    public void ToProbabilities(Span<float> logits)
    {
        int best = Best(logits);
        if (IsGreedy)
        {
            logits.Clear();
            logits[best] = 1;
            return;
        }

        float highest = logits[best];
        if (float.IsInfinity(highest)) throw new UserErrorException(GenerationMessages.NotNumbers, GenerationMessages.NotNumbersWayOut);
        float floor = options.TopK > 0 && options.TopK < logits.Length ? Truncation.Highest(logits, options.TopK) : float.NegativeInfinity;
        TensorPrimitives.Subtract(logits, highest, logits);
        floor -= highest;
        if (!float.IsNegativeInfinity(floor))
        {
            foreach (ref float logit in logits)
            {
                if (logit < floor) logit = float.NegativeInfinity;
            }
        }

        TensorPrimitives.Multiply(logits, (float)(1 / options.Temperature), logits);
        TensorPrimitives.Exp(logits, logits);
        if (options.TopP < 1) Truncation.TopP(logits, options.TopP);
        if (options.MinP > 0) Truncation.MinP(logits, (float)options.MinP);
        if (options.TypicalP < 1) Truncation.Typical(logits, options.TypicalP);
    }

    /// <summary>Draws a token from weights, which need not add up to 1.</summary>
    public int Draw(ReadOnlySpan<float> weights)
    {
        double total = 0;
        foreach (float weight in weights) total += weight;
        double mark = Uniform() * total;
        int last = 0;
        for (int id = 0; id < weights.Length; id++)
        {
            if (weights[id] <= 0) continue;
            last = id;
            mark -= weights[id];
            if (mark < 0) break;
        }

        return last;
    }

    /// <summary>The next number of the sequence, from 0 to below 1.</summary>
    public double Uniform()
    {
        ulong at = position++;
        return ((Philox.Word(seed, at) * 4294967296.0) + Philox.Word(seed, at, 1)) / 18446744073709551616.0;
    }
}
