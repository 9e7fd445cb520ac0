using Anneal.Data.Text.Corpora;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>To tell the token that comes next, at every place of a text.</summary>
/// <param name="network">Token ids <c>[batch, time]</c> become logits <c>[batch, time, vocabulary]</c>.</param>
/// <param name="train">Text to learn from.</param>
/// <param name="valid">Text to choose by.</param>
/// <param name="options">Batch size and seed.</param>
/// <param name="validPieces">Pieces of the validation text that a look measures, evenly strewn; 0 for all.</param>
public sealed class NextTokenObjective(Module network, TokenPieces train, TokenPieces valid, StepOptions options, int validPieces) : StepObjective
{
    private readonly CrossEntropyLoss loss = new(ignoreIndex: TokenBatch.Ignored);

    private long tokensRead;
    private int steps;

    /// <summary>Tokens that the network read in a step to learn from, those that only fill short rows up among them.</summary>
    public double TokensAStep => (double)tokensRead / Math.Max(1, steps);

    /// <inheritdoc/>
    public override Tensor Loss(long step)
    {
        TokenBatch batch = train.Draw(options.Seed, step, options.BatchSize);
        tokensRead += batch.Ids.Length;
        steps++;
        Tensor logits = network.Forward(Tensor.From(batch.Ids, [batch.Rows, batch.Time]));
        return loss.Forward(logits.Reshape(-1, logits.Shape[-1]), Tensor.From(batch.Next, [batch.Next.Length]));
    }

    /// <inheritdoc/>
    public override double Measure() => TextLoss.Measure(network, valid, validPieces, options.BatchSize).Mean;
}
