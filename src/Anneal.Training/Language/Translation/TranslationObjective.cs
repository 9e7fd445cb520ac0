using Anneal.Models.Language;
using Anneal.Tensors;

namespace Anneal.Training.Language.Translation;

/// <summary>To tell each token of a translation from the text and the tokens before it.</summary>
/// <param name="network">What reads and writes.</param>
/// <param name="train">Pairs to learn from.</param>
/// <param name="valid">Pairs to choose by.</param>
/// <param name="options">Batch size and seed.</param>
/// <param name="labelSmoothing">The share of each target that is spread over all tokens (Vaswani et al., 2017, take 0.1); the validation loss is without.</param>
public sealed class TranslationObjective(EncoderDecoder network, TokenPairs train, TokenPairs valid, StepOptions options, double labelSmoothing) : StepObjective
{
    /// <inheritdoc/>
    public override Tensor Loss(long step) => Loss(train.Draw(options.Seed, step, options.BatchSize), labelSmoothing);

    /// <inheritdoc/>
    public override double Measure()
    {
        double nats = 0;
        long tokens = 0;
        foreach (PairBatch batch in valid.InOrder(options.BatchSize))
        {
            using TensorScope scope = new();
            nats += Loss(batch, 0).Item() * batch.Target.Tokens;
            tokens += batch.Target.Tokens;
        }

        return nats / tokens;
    }

    private Tensor Loss(PairBatch batch, double smoothing) => network.Loss(batch.Source.Ids(network.Config.PadId), batch.Source.Padding(), batch.Target.Ids(CrossEntropyIgnores), smoothing);

    private const int CrossEntropyIgnores = -100;
}
