using Anneal.Models.Language;
using Anneal.Data.Text.Tokens;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>A <see cref="TextTransformer"/> over a table's texts.</summary>
/// <param name="Columns">The text columns.</param>
/// <param name="Tokens">The vocabulary; its longest text is the encoder's number of positions.</param>
/// <param name="Size">Features of a token; the heads divide it.</param>
/// <param name="Layers">Encoder layers.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="FeedForward">Features within the feed-forward parts.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
/// <param name="Dropout">Share of features that is dropped while training.</param>
/// <param name="Forgetting">Share of tokens that are hidden while training.</param>
public sealed record TextTransformerConfig(IReadOnlyList<string> Columns, TextTokens Tokens, int Size, int Layers, int Heads, int FeedForward, int Outputs, OutputLink Link, double Dropout, double Forgetting)
    : TextNetworkConfig(Columns, Outputs, Link, Dropout, Forgetting)
{
    /// <inheritdoc/>
    internal override int[] Encode(string text) => Tokens.Encode(text);

    /// <inheritdoc/>
    private protected override Module CreateNetwork(Generator generator) =>
        new TextTransformer(new TextEncoderOptions(Tokens.Count, Tokens.LongestText, Layers, Heads, Size, FeedForward) { Dropout = Dropout }, Outputs, generator);
}
