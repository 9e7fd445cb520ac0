using System.Numerics.Tensors;

namespace Anneal.Models.Language;

/// <summary>How likely a token was, as the model saw it: before temperature, penalties and limits.</summary>
/// <param name="Id">The token.</param>
/// <param name="Value">The natural logarithm of its probability.</param>
public readonly record struct LogProbability(int Id, double Value)
{
    /// <summary>The log-probabilities of the likeliest tokens, the likeliest first.</summary>
    internal static IReadOnlyList<LogProbability> Highest(ReadOnlySpan<float> logits, int count)
    {
        count = Math.Min(count, logits.Length);
        if (count == 0) return [];
        double normaliser = Normaliser(logits);
        float floor = Truncation.Highest(logits, count);
        List<LogProbability> found = [];
        for (int id = 0; id < logits.Length; id++)
        {
            if (logits[id] >= floor) found.Add(new LogProbability(id, logits[id] - normaliser));
        }

        return [.. found.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Id).Take(count)];
    }

    /// <summary>The log-probability of one token.</summary>
    internal static LogProbability Of(ReadOnlySpan<float> logits, int id) => new(id, logits[id] - Normaliser(logits));

    /// <summary>log Σ exp(logits).</summary>
    internal static double Normaliser(ReadOnlySpan<float> logits)
    {
        float highest = TensorPrimitives.Max(logits);
        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp(logit - highest);
        return highest + Math.Log(sum);
    }
}
