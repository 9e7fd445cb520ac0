using Anneal.Data.Batches;
using Anneal.Data.Tables;
using Anneal.Data.Text;
using Anneal.Data.Text.Tokens;
using Anneal.Nn;

namespace Anneal.Models.Text.Classifiers;

/// <summary>A neural network over texts, vocabulary included.</summary>
public sealed class TextNetworkModel : NetworkModel
{
    private readonly TextNetworkConfig config;

    internal TextNetworkModel(TextNetworkConfig config, Module network)
        : base(config, network, config.Link) => this.config = config;

    /// <inheritdoc/>
    public override Samples SamplesOf(Table table, ReadOnlySpan<int> rows)
    {
        string[] texts = TextRows.Read(table, rows, config.Columns);
        int[][] tokens = new int[texts.Length][];
        Parallel.For(0, texts.Length, i => tokens[i] = config.Encode(texts[i]));
        return new TokenSamples(tokens, config.Forgetting);
    }
}
