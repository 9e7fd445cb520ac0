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
public sealed class NextTokenObjective(Module network, TokenWindows train, TokenWindows valid, StepOptions options, int validPieces) : StepObjective
{
    private readonly int[] ids = new int[options.BatchSize * train.Context];
    private readonly int[] next = new int[options.BatchSize * train.Context];

    /// <inheritdoc/>
    public override Tensor Loss(long step)
    {
        train.Draw(options.Seed, step, ids, next);
        Tensor logits = network.Forward(Tensor.From(ids, [options.BatchSize, train.Context]));
        return new CrossEntropyLoss().Forward(logits.Reshape(-1, logits.Shape[-1]), Tensor.From(next, [next.Length]));
    }

    /// <inheritdoc/>
    public override double Measure() => TextLoss.Measure(network, valid, validPieces, options.BatchSize).Mean;
}
