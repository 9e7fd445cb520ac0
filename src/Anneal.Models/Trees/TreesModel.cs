using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Tensors;

namespace Anneal.Models.Trees;

/// <summary>Boosted trees over a table's rows.</summary>
/// <param name="Inputs">The way from cells to what the trees look at.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From scores to answers. Of two classes the trees score the second alone.</param>
public sealed record TreesModelConfig(TreeInputs Inputs, int Outputs, OutputLink Link) : ModelConfig
{
    /// <summary>Whether one score serves two classes.</summary>
    internal bool IsBinary => Link.Kind == LabelKind.OneClass && Outputs == 2;

    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights) => new TreesModel(this, TreeTensors.FromTensors(weights, Inputs.Width));
}

/// <summary>Boosted trees over a table's rows.</summary>
public sealed class TreesModel : FittedModel
{
    private const int RowsAtOnce = 65_536;

    private readonly TreesModelConfig config;

    /// <summary>Puts fitted trees and their inputs together.</summary>
    /// <exception cref="ArgumentException">The trees score something else.</exception>
    public TreesModel(TreesModelConfig config, TreeEnsemble trees)
        : base(config)
    {
        if (trees.Outputs != (config.IsBinary ? 1 : config.Outputs)) throw new ArgumentException($"Trees with {trees.Outputs} scores can't give {config.Outputs} answers.", nameof(trees));
        this.config = config;
        Trees = trees;
    }

    /// <summary>The trees.</summary>
    public TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Weights() => TreeTensors.ToTensors(Trees);

    /// <inheritdoc/>
    public override float[] Predict(Table table, ReadOnlySpan<int> rows)
    {
        float[] answers = new float[rows.Length * config.Outputs];
        for (int first = 0; first < rows.Length; first += RowsAtOnce)
        {
            ReadOnlySpan<int> part = rows.Slice(first, Math.Min(RowsAtOnce, rows.Length - first));
            Answer(Trees.Scores(config.Inputs.Read(table, part)), answers.AsSpan(first * config.Outputs, part.Length * config.Outputs));
        }

        return answers;
    }

    private void Answer(float[] scores, Span<float> answers)
    {
        if (!config.IsBinary)
        {
            config.Link.Apply(scores, config.Outputs, answers);
            return;
        }

        for (int i = 0; i < scores.Length; i++)
        {
            float second = 1 / (1 + MathF.Exp(-scores[i]));
            (answers[2 * i], answers[(2 * i) + 1]) = (1 - second, second);
        }
    }
}
