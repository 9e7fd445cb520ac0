using System.Globalization;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>Convolutions of several widths over a text's tokens, the strongest answer of each, and a linear layer: [batch, time] becomes [batch, outputs].</summary>
/// <remarks>Kim, "Convolutional Neural Networks for Sentence Classification", 2014. State: <c>embedding.weight</c>, <c>convolutions.0.weight [channels, width * size]</c>, …, <c>output.weight</c>.</remarks>
public sealed class TextCnn : Module
{
    private readonly Embedding embedding;
    private readonly Dropout tokenDropout, dropout;
    private readonly Stack convolutions;
    private readonly Linear output;
    private readonly IReadOnlyList<int> widths;

    /// <param name="tokens">How many numbers a token can have, padding included.</param>
    /// <param name="size">Features of a token.</param>
    /// <param name="widths">Tokens under each convolution.</param>
    /// <param name="channels">Features that each convolution finds.</param>
    /// <param name="outputs">Numbers of an answer.</param>
    /// <param name="dropout">Share of the text's features that is dropped while training; half of it for the tokens' features.</param>
    /// <param name="generator">Draws first weights and dropout.</param>
    public TextCnn(int tokens, int size, IReadOnlyList<int> widths, int channels, int outputs, double dropout, Generator generator)
    {
        this.widths = widths;
        embedding = Register("embedding", TokenEmbedding.Create(tokens, size, generator));
        tokenDropout = Register("token_dropout", new Dropout(dropout / 2, generator));
        convolutions = Register("convolutions", new Stack(widths, size, channels, generator));
        this.dropout = Register("dropout", new Dropout(dropout, generator));
        output = Register("output", new Linear(widths.Count * channels, outputs, generator: generator));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        int time = input.Shape[1], before = (widths.Max() - 1) / 2, after = widths.Max() / 2;
        Tensor mask = TokenMask.Of(TokenMask.Lengths(input), time).Unsqueeze(2);
        Tensor features = tokenDropout.Forward(embedding.Forward(input)).Pad(1, before, after);
        Tensor[] strongest = new Tensor[widths.Count];
        for (int i = 0; i < strongest.Length; i++)
        {
            // The tokens under the convolution side by side, and one product for all places: with so few channels that is faster than a convolution.
            Tensor[] under = new Tensor[widths[i]];
            int first = before - ((widths[i] - 1) / 2);
            for (int k = 0; k < under.Length; k++) under[k] = features.Slice(1, first + k, first + k + time);
            Tensor found = convolutions.Layers[i].Forward(under.Length == 1 ? under[0] : Tensor.Concat(under, axis: 2)).Relu();

            // Behind the text's end nothing counts, so that an answer doesn't depend on the batch's longest text.
            strongest[i] = (found * mask).Max(1).Values;
        }

        return output.Forward(dropout.Forward(Tensor.Concat(strongest, axis: 1)));
    }

    private sealed class Stack : Module
    {
        public Stack(IReadOnlyList<int> widths, int size, int channels, Generator generator) =>
            Layers = [.. widths.Select((width, i) => Register(i.ToString(CultureInfo.InvariantCulture), new Linear(width * size, channels, generator: generator)))];

        public Linear[] Layers { get; }

        public override Tensor Forward(Tensor input) => throw new NotSupportedException("The convolutions stand beside each other.");
    }
}
