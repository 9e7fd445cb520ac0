using Anneal.Data.Text.Corpora;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>How well a language model tells a text: its loss, also by the place in the context.</summary>
/// <param name="Tokens">Tokens that were told.</param>
/// <param name="Nats">The sum of their losses, in nats.</param>
/// <param name="ByPosition">The mean loss at each place of a piece, the first having seen one token.</param>
public sealed record TextLoss(long Tokens, double Nats, IReadOnlyList<double> ByPosition)
{
    /// <summary>The mean loss of a token in nats.</summary>
    public double Mean => Nats / Tokens;

    /// <summary>Between how many equally likely tokens the model wavers, on average.</summary>
    public double Perplexity => Math.Exp(Mean);

    /// <summary>Measures a network on pieces of a text. It should be in inference mode.</summary>
    /// <param name="network">Token ids <c>[batch, time]</c> become logits <c>[batch, time, vocabulary]</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="pieces">So many pieces, evenly strewn over the text; 0 for all.</param>
    /// <param name="batchSize">Pieces that go through the network at once.</param>
    public static TextLoss Measure(Module network, TokenPieces text, int pieces, int batchSize)
    {
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        int all = text.Count;
        int count = pieces == 0 ? all : Math.Min(pieces, all);
        double[] sums = new double[text.Context];
        long[] counts = new long[text.Context];
        CrossEntropyLoss loss = new(ignoreIndex: TokenBatch.Ignored, reduction: Reduction.None);
        for (int first = 0; first < count; first += batchSize)
        {
            using TensorScope scope = new();
            int[] numbers = new int[Math.Min(batchSize, count - first)];
            for (int row = 0; row < numbers.Length; row++) numbers[row] = (int)((long)(first + row) * all / count);
            TokenBatch batch = text.Read(numbers);
            Tensor logits = network.Forward(Tensor.From(batch.Ids, [batch.Rows, batch.Time]));
            ReadOnlySpan<float> each = loss.Forward(logits.Reshape(-1, logits.Shape[-1]), Tensor.From(batch.Next, [batch.Next.Length])).AsReadOnlySpan<float>();
            for (int i = 0; i < each.Length; i++)
            {
                if (batch.Next[i] == TokenBatch.Ignored) continue;
                sums[i % batch.Time] += each[i];
                counts[i % batch.Time]++;
            }
        }

        int seen = Array.FindLastIndex(counts, one => one > 0) + 1;
        return new TextLoss(counts.Sum(), sums.Sum(), [.. sums.Take(seen).Select((sum, i) => sum / Math.Max(1, counts[i]))]);
    }
}
