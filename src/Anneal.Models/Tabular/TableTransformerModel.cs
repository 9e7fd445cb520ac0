using Anneal.Data.Batches;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;
using Anneal.Tensors;

namespace Anneal.Models.Tabular;

/// <summary>A <see cref="TableTransformer"/> over a table's rows, preprocessing included.</summary>
/// <param name="Preprocessing">The way from cells to features.</param>
/// <param name="Size">Numbers of a token.</param>
/// <param name="Heads">Heads of the attention.</param>
/// <param name="Layers">Layers of the encoder.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Dropout">Share of values dropped in training.</param>
/// <param name="Link">From outputs to answers.</param>
public sealed record TableTransformerConfig(TabularPreprocessing Preprocessing, int Size, int Heads, int Layers, int Outputs, double Dropout, OutputLink Link) : ModelConfig
{
    /// <summary>A network of this kind with random weights.</summary>
    /// <param name="generator">Draws the weights, and dropout later.</param>
    public TableTransformerModel Create(Generator generator) => new(this, generator);

    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights) => NetworkModel.Load(Create, weights);
}

/// <summary>A <see cref="TableTransformer"/> over a table's rows, preprocessing included.</summary>
public sealed class TableTransformerModel : NetworkModel
{
    private readonly TabularPreprocessing preprocessing;

    internal TableTransformerModel(TableTransformerConfig config, Generator generator)
        : base(config, new TableTransformer(config, generator), config.Link) => preprocessing = config.Preprocessing;

    /// <inheritdoc/>
    public override Samples SamplesOf(Table table, ReadOnlySpan<int> rows) => new DenseSamples(preprocessing.Transform(table, rows));
}
