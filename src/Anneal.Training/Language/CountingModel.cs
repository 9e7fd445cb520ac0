using Anneal.Data.Text.Corpora;

namespace Anneal.Training.Language;

/// <summary>What counting gives: the next token by the tokens before it, as often as they stood together in the training text.</summary>
/// <remarks>
/// Interpolated n-grams with Witten and Bell's weights (Witten and Bell, "The zero-frequency problem", 1991): the surer a history is of what follows, the less is left for the shorter one.
/// </remarks>
public sealed class CountingModel
{
    /// <summary>Counting stops here, so that a large text costs no more time and memory than this.</summary>
    private const int MostTokens = 3_000_000;

    private readonly int order;
    private readonly int vocabulary;
    private readonly Dictionary<ulong, (int Count, int Kinds)>[] histories;
    private readonly Dictionary<ulong, int>[] grams;

    /// <summary>Counts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">Different tokens.</param>
    /// <param name="order">Tokens of the longest run that is counted.</param>
    public CountingModel(TokenFile text, int vocabulary, int order)
    {
        this.order = order;
        this.vocabulary = vocabulary;
        histories = [.. Enumerable.Range(0, order).Select(_ => new Dictionary<ulong, (int, int)>())];
        grams = [.. Enumerable.Range(0, order).Select(_ => new Dictionary<ulong, int>())];
        int[] ids = new int[(int)Math.Min(MostTokens, text.Count)];
        text.Read(0, ids);
        for (int at = 0; at < ids.Length; at++)
        {
            ulong history = 0;
            for (int n = 0; n < order && n <= at; n++)
            {
                if (n > 0) history = Mix(history, ids[at - n]);
                int count = grams[n][Mix(history, ids[at])] = grams[n].GetValueOrDefault(Mix(history, ids[at])) + 1;
                (int all, int kinds) = histories[n].GetValueOrDefault(history);
                histories[n][history] = (all + 1, count == 1 ? kinds + 1 : kinds);
            }
        }
    }

    /// <summary>The loss of a text.</summary>
    public TextLoss Measure(TokenFile text)
    {
        int[] ids = new int[(int)Math.Min(MostTokens, text.Count)];
        text.Read(0, ids);
        double nats = 0;
        for (int at = 1; at < ids.Length; at++) nats -= Math.Log(Probability(ids, at));
        return new TextLoss(ids.Length - 1, nats, []);
    }

    private double Probability(int[] ids, int at)
    {
        double probability = 1.0 / vocabulary;
        ulong history = 0;
        for (int n = 0; n < order && n <= at; n++)
        {
            if (n > 0) history = Mix(history, ids[at - n]);
            if (!histories[n].TryGetValue(history, out (int Count, int Kinds) seen)) break;
            probability = (grams[n].GetValueOrDefault(Mix(history, ids[at])) + (seen.Kinds * probability)) / (seen.Count + seen.Kinds);
        }

        return probability;
    }

    /// <summary>A run of tokens as one number; two runs share one so seldom that the counts don't show it.</summary>
    private static ulong Mix(ulong history, int id)
    {
        ulong z = (history ^ (ulong)(uint)(id + 1)) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 29)) * 0xBF58476D1CE4E5B9;
        return z ^ (z >> 32);
    }
}
