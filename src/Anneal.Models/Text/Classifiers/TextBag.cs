using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>A text as the mean of its grams' vectors, and a linear layer: [batch, time] becomes [batch, outputs].</summary>
/// <remarks>Joulin et al., "Bag of Tricks for Efficient Text Classification", 2016. State: <c>embedding.weight [grams, size]</c>, <c>output.weight [outputs, size]</c>, <c>output.bias</c>.</remarks>
public sealed class TextBag : Module
{
    private readonly Embedding embedding;
    private readonly Dropout dropout;
    private readonly Linear output;

    /// <param name="grams">How many numbers a gram can have, padding included.</param>
    /// <param name="size">Features of a gram.</param>
    /// <param name="outputs">Numbers of an answer.</param>
    /// <param name="dropout">Share of the text's features that is dropped while training.</param>
    /// <param name="generator">Draws first weights and dropout.</param>
    public TextBag(int grams, int size, int outputs, double dropout, Generator generator)
    {
        embedding = Register("embedding", TokenEmbedding.Create(grams, size, generator));
        this.dropout = Register("dropout", new Dropout(dropout, generator));
        output = Register("output", new Linear(size, outputs, generator: generator));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        output.Forward(dropout.Forward(TokenMask.Mean(embedding.Forward(input), TokenMask.Lengths(input))));
}
