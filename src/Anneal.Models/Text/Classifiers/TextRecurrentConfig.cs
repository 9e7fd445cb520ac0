using Anneal.Data.Text.Tokens;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>A <see cref="TextRecurrent"/> over a table's texts.</summary>
/// <param name="Columns">The text columns.</param>
/// <param name="Tokens">The vocabulary.</param>
/// <param name="Size">Features of a token.</param>
/// <param name="Hidden">Features of the state of each direction.</param>
/// <param name="Cell">Which recurrent layer.</param>
/// <param name="Bidirectional">Whether the text is also read from its end.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
/// <param name="Dropout">Share of features that is dropped while training.</param>
/// <param name="Forgetting">Share of tokens that are hidden while training.</param>
public sealed record TextRecurrentConfig(IReadOnlyList<string> Columns, TextTokens Tokens, int Size, int Hidden, RecurrentCell Cell, bool Bidirectional, int Outputs, OutputLink Link, double Dropout, double Forgetting)
    : TextNetworkConfig(Columns, Outputs, Link, Dropout, Forgetting)
{
    /// <inheritdoc/>
    internal override int[] Encode(string text) => Tokens.Encode(text);

    /// <inheritdoc/>
    private protected override Module CreateNetwork(Generator generator) => new TextRecurrent(Tokens.Count, Size, Hidden, Cell, Bidirectional, Outputs, Dropout, generator);
}
