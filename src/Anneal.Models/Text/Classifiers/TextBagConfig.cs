using Anneal.Data.Text.Grams;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>A <see cref="TextBag"/> over a table's texts.</summary>
/// <param name="Columns">The text columns.</param>
/// <param name="Grams">Which grams, and how many numbers they share.</param>
/// <param name="Size">Features of a gram.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
/// <param name="Dropout">Share of features that is dropped while training.</param>
/// <param name="Forgetting">Share of grams that are hidden while training.</param>
public sealed record TextBagConfig(IReadOnlyList<string> Columns, HashedGrams Grams, int Size, int Outputs, OutputLink Link, double Dropout, double Forgetting)
    : TextNetworkConfig(Columns, Outputs, Link, Dropout, Forgetting)
{
    /// <inheritdoc/>
    internal override int[] Encode(string text) => Grams.Encode(text);

    /// <inheritdoc/>
    private protected override Module CreateNetwork(Generator generator) => new TextBag(Grams.Buckets + 1, Size, Outputs, Dropout, generator);
}
