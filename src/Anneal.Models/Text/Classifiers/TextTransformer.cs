using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>A small Transformer encoder, the mean of its answers, and a linear layer: [batch, time] becomes [batch, outputs].</summary>
/// <remarks>State: <c>encoder.tokens.weight</c>, …, <c>output.weight</c>.</remarks>
public sealed class TextTransformer : Module
{
    private readonly TextEncoder encoder;
    private readonly Dropout dropout;
    private readonly Linear output;

    /// <param name="options">The encoder's sizes.</param>
    /// <param name="outputs">Numbers of an answer.</param>
    /// <param name="generator">Draws first weights and dropout.</param>
    /// <exception cref="ArgumentException">The sizes don't divide.</exception>
    public TextTransformer(TextEncoderOptions options, int outputs, Generator generator)
    {
        encoder = Register("encoder", new TextEncoder(options, generator));
        dropout = Register("dropout", new Dropout(options.Dropout, generator));
        output = Register("output", new Linear(options.Size, outputs, generator: generator));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor lengths = TokenMask.Lengths(input);
        Tensor padding = TokenMask.Of(lengths, input.Shape[1]).EqualTo(0);
        return output.Forward(dropout.Forward(TokenMask.Mean(encoder.Forward(input, padding), lengths)));
    }
}
