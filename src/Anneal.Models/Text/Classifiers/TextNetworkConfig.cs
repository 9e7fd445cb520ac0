using Anneal.Data.Text;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>What the text networks share: the columns they read, and the way from a text to numbers.</summary>
/// <param name="Columns">The text columns, read one after another.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
/// <param name="Dropout">Share of features that is dropped while training.</param>
/// <param name="Forgetting">Share of tokens that are hidden while training.</param>
public abstract record TextNetworkConfig(IReadOnlyList<string> Columns, int Outputs, OutputLink Link, double Dropout, double Forgetting) : ModelConfig
{
    /// <summary>A model of this kind with random weights.</summary>
    /// <param name="generator">Draws the weights, and dropout later.</param>
    public TextNetworkModel Create(Generator generator) => new(this, CreateNetwork(generator));

    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights) => NetworkModel.Load(Create, weights);

    /// <summary>The numbers of a cleaned text.</summary>
    internal abstract int[] Encode(string text);

    /// <summary>The network with random weights.</summary>
    private protected abstract Module CreateNetwork(Generator generator);
}
