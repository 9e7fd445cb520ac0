using Anneal.Data.Text.Tokens;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>A <see cref="TextCnn"/> over a table's texts.</summary>
/// <param name="Columns">The text columns.</param>
/// <param name="Tokens">The vocabulary.</param>
/// <param name="Size">Features of a token.</param>
/// <param name="Widths">Tokens under each convolution.</param>
/// <param name="Channels">Features that each convolution finds.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
/// <param name="Dropout">Share of features that is dropped while training.</param>
/// <param name="Forgetting">Share of tokens that are hidden while training.</param>
public sealed record TextCnnConfig(IReadOnlyList<string> Columns, TextTokens Tokens, int Size, IReadOnlyList<int> Widths, int Channels, int Outputs, OutputLink Link, double Dropout, double Forgetting)
    : TextNetworkConfig(Columns, Outputs, Link, Dropout, Forgetting)
{
    /// <inheritdoc/>
    internal override int[] Encode(string text) => Tokens.Encode(text);

    /// <inheritdoc/>
    private protected override Module CreateNetwork(Generator generator) => new TextCnn(Tokens.Count, Size, Widths, Channels, Outputs, Dropout, generator);
}
