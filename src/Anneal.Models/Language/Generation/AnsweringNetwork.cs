using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>An encoder-decoder that has read something, as generation sees it: each sequence is an answer to it.</summary>
internal sealed class AnsweringNetwork : TokenNetwork
{
    private readonly EncoderDecoder model;
    private readonly EncoderDecoderState read;

    /// <param name="model">The model, in inference mode.</param>
    /// <param name="input">What it reads, one row: ids <c>[1, time]</c>, or a spectrogram <c>[1, bands, frames]</c>.</param>
    /// <exception cref="ArgumentException">It is longer than the model's positions, or an id is out of range.</exception>
    public AnsweringNetwork(EncoderDecoder model, Tensor input) => (this.model, read) = (model, model.Start(input));

    /// <inheritdoc/>
    public override int VocabularySize => model.Config.Vocabulary;

    /// <inheritdoc/>
    public override int ContextLength => model.Config.DecoderPositions;

    /// <inheritdoc/>
    public override TokenSequence NewSequence() => new Sequence(read.Select([0]));

    /// <inheritdoc/>
    public override void Extend(IReadOnlyList<NetworkStep> steps)
    {
        foreach (NetworkStep step in steps)
        {
            var sequence = (Sequence)step.Sequence;
            using TensorScope scope = new();
            ReadOnlySpan<float> rows = model.Next(Tensor.From(step.Tokens, [1, step.Tokens.Length]), sequence.State).Contiguous().AsReadOnlySpan<float>();
            step.Answer(rows[^(step.Rows * VocabularySize)..], VocabularySize);
            sequence.TakeNote(step.Tokens);
        }
    }

    private sealed class Sequence(EncoderDecoderState state) : TokenSequence
    {
        public EncoderDecoderState State => state;

        public override long Bytes => state.Sequences[0].Bytes;

        public void TakeNote(int[] ids) => Append(ids);

        protected override void ForgetFrom(int length) => state.Sequences[0].Truncate(length);

        protected override TokenSequence Copy() => new Sequence(state.Select([0]));
    }
}
