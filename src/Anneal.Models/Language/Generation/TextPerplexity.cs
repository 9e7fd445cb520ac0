using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>How well a model tells a text: the loss of each token that it had to guess.</summary>
/// <param name="Tokens">Tokens that were guessed.</param>
/// <param name="Nats">The sum of their losses.</param>
/// <param name="Bytes">Bytes of the whole text.</param>
/// <param name="ByPosition">The mean loss in each quarter of the window, from the beginning, which has seen least, on.</param>
public sealed record TextPerplexity(long Tokens, double Nats, long Bytes, IReadOnlyList<double> ByPosition)
{
    /// <summary>Positions of which the logits are held at once: a vocabulary's width for each.</summary>
    private const int Part = 64;

    private const int Quarters = 4;

    /// <summary>Between how many equally likely tokens the model wavers, on average.</summary>
    public double Perplexity => Math.Exp(Nats / Tokens);

    /// <summary>Bits for each byte of the text, which models with different vocabularies can be compared by.</summary>
    public double BitsPerByte => Nats / Math.Log(2) / Bytes;

    /// <summary>Measures a model on a text, in windows that don't overlap; the first token of each window is not guessed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="context">Tokens of a window; null for the model's context, but no more than 1024.</param>
    /// <param name="cancellation">Stops between two parts of a window.</param>
    /// <exception cref="UserErrorException">The text is shorter than two tokens, or the window longer than the model's context.</exception>
    public static TextPerplexity Measure(LanguageModel model, string text, int? context = null, CancellationToken cancellation = default)
    {
        int[] ids = model.Encode(text);
        int window = context ?? Math.Min(1024, model.Network.ContextLength);
        if (window > model.Network.ContextLength) throw new UserErrorException(GenerationMessages.PromptTooLong(window, model.Network.ContextLength), GenerationMessages.ContextWayOut);
        if (ids.Length < 2 || window < 2) throw new UserErrorException(GenerationMessages.EmptyPrompt, GenerationMessages.EmptyPromptWayOut);
        double nats = 0;
        long tokens = 0;
        double[] sums = new double[Quarters];
        long[] counts = new long[Quarters];
        for (int start = 0; start + 1 < ids.Length; start += window)
        {
            TokenSequence sequence = model.Network.NewSequence();
            int end = Math.Min(start + window, ids.Length);
            for (int at = start; at + 1 < end; at += Part)
            {
                cancellation.ThrowIfCancellationRequested();
                NetworkStep step = new(sequence, ids[at..Math.Min(at + Part, end - 1)], everyPosition: true);
                model.Network.Extend([step]);
                for (int row = 0; row < step.Rows; row++)
                {
                    double loss = -LogProbability.Of(step.Row(row), ids[at + row + 1]).Value;
                    int quarter = (int)((long)(at + row - start) * Quarters / window);
                    (nats, tokens) = (nats + loss, tokens + 1);
                    sums[quarter] += loss;
                    counts[quarter]++;
                }
            }
        }

        if (double.IsNaN(nats)) throw new UserErrorException(GenerationMessages.NotNumbers, GenerationMessages.NotNumbersWayOut);
        return new TextPerplexity(tokens, nats, System.Text.Encoding.UTF8.GetByteCount(text), [.. sums.Select((sum, i) => counts[i] == 0 ? double.NaN : sum / counts[i]).Where(mean => !double.IsNaN(mean))]);
    }
}
