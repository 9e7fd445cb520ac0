using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>A <see cref="Decoder"/> as generation sees it.</summary>
/// <param name="decoder">The network.</param>
public sealed class DecoderNetwork(Decoder decoder) : TokenNetwork
{
    /// <summary>The network.</summary>
    public Decoder Decoder => decoder;

    /// <summary>How keys and values are kept: F32, F16 or Q8_0.</summary>
    public BlockFormat CacheFormat { get; init; }

    /// <inheritdoc/>
    public override int VocabularySize => decoder.Config.Vocabulary;

    /// <inheritdoc/>
    public override int ContextLength => decoder.Config.Positions;

    /// <inheritdoc/>
    public override TokenSequence NewSequence() => new Sequence(new KeyValueSequence(decoder.Config, CacheFormat));

    /// <inheritdoc/>
    public override void Extend(IReadOnlyList<NetworkStep> steps)
    {
        SequenceStep[] all = [.. steps.Select(step => new SequenceStep(((Sequence)step.Sequence).Kept, step.Tokens, step.EveryPosition))];
        using Tensor logits = decoder.Extend(all);
        ReadOnlySpan<float> rows = logits.AsReadOnlySpan<float>();
        foreach (NetworkStep step in steps)
        {
            int count = step.Rows * VocabularySize;
            step.Answer(rows[..count], VocabularySize);
            rows = rows[count..];
            ((Sequence)step.Sequence).TakeNote(step.Tokens);
        }
    }

    private sealed class Sequence(KeyValueSequence kept) : TokenSequence
    {
        public KeyValueSequence Kept => kept;

        public override long Bytes => kept.Bytes;

        public void TakeNote(int[] ids) => Append(ids);

        protected override void ForgetFrom(int length) => kept.Truncate(length);

        protected override TokenSequence Copy() => new Sequence(kept.Fork());
    }
}
