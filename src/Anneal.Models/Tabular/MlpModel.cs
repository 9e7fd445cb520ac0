using Anneal.Data.Batches;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;
using Anneal.Tensors;

namespace Anneal.Models.Tabular;

/// <summary>An <see cref="Mlp"/> over a table's rows, preprocessing included.</summary>
/// <param name="Preprocessing">The way from cells to features.</param>
/// <param name="Hidden">Width of each hidden layer.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Dropout">Share of hidden values dropped in training.</param>
/// <param name="Link">From outputs to answers.</param>
public sealed record MlpModelConfig(TabularPreprocessing Preprocessing, IReadOnlyList<int> Hidden, int Outputs, double Dropout, OutputLink Link) : ModelConfig
{
    /// <summary>A network of this kind with random weights.</summary>
    /// <param name="generator">Draws the weights, and dropout later.</param>
    public MlpModel Create(Generator generator) => new(this, generator);

    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights) => NetworkModel.Load(Create, weights);
}

/// <summary>An <see cref="Mlp"/> over a table's rows, preprocessing included.</summary>
public sealed class MlpModel : NetworkModel
{
    private readonly TabularPreprocessing preprocessing;

    internal MlpModel(MlpModelConfig config, Generator generator)
        : base(config, new Mlp(new MlpConfig(config.Preprocessing.FeatureNames.Count, config.Hidden, config.Outputs, config.Dropout), generator), config.Link) =>
        preprocessing = config.Preprocessing;

    /// <inheritdoc/>
    protected override int BatchSize => 1024;

    /// <inheritdoc/>
    public override Samples SamplesOf(Table table, ReadOnlySpan<int> rows) => new DenseSamples(preprocessing.Transform(table, rows));
}
