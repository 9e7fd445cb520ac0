using Anneal.Data.Text.Corpora;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>Answers to learn preferences from, as tokens.</summary>
/// <param name="Answers">The better answer of each pair, or each judged answer, with its conversation; only the last answer is told.</param>
/// <param name="Others">The worse answer of each pair; of judged answers, an answer to another question in this conversation.</param>
/// <param name="Good">Whether each judged answer was good; empty for pairs.</param>
public sealed record PreferenceRows(IReadOnlyList<TokenRow> Answers, IReadOnlyList<TokenRow> Others, IReadOnlyList<bool> Good)
{
    private const int RowsAtOnce = 8;

    private static readonly CrossEntropyLoss Surprise = new(ignoreIndex: TokenBatch.Ignored, reduction: Reduction.None);

    /// <summary>What all that a row tells is told with, as a logarithm: <c>[rows]</c>.</summary>
    /// <param name="network">Token ids <c>[batch, time]</c> become logits <c>[batch, time, vocabulary]</c>.</param>
    /// <param name="rows">The rows.</param>
    public static Tensor LogProbabilities(Module network, ReadOnlySpan<TokenRow> rows)
    {
        TokenBatch batch = TokenRows.Batch(rows, int.MaxValue, padId: 0);
        Tensor logits = network.Forward(Tensor.From(batch.Ids, [batch.Rows, batch.Time]));
        return -Surprise.Forward(logits.Reshape(-1, logits.Shape[-1]), Tensor.From(batch.Next, [batch.Next.Length])).Reshape(batch.Rows, batch.Time).Sum(1);
    }

    /// <summary>The same for any number of rows, without a gradient. The network should be in inference mode.</summary>
    public static float[] Measure(Module network, IReadOnlyList<TokenRow> rows)
    {
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        float[] all = new float[rows.Count];
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        Array.Sort([.. rows.Select(row => row.Ids.Length)], order); // rows of one length waste nothing
        foreach (int[] some in order.Chunk(RowsAtOnce))
        {
            using TensorScope scope = new();
            float[] found = LogProbabilities(network, [.. some.Select(row => rows[row])]).ToArray();
            for (int i = 0; i < some.Length; i++) all[some[i]] = found[i];
        }

        return all;
    }
}
