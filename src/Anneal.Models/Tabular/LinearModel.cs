using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;
using Anneal.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Anneal.Models.Tabular;

/// <summary>Logistic or linear regression over a table's rows.</summary>
/// <param name="Preprocessing">The way from cells to features.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From scores to answers.</param>
/// <param name="Strength">The penalty on the weights that the validation rows chose.</param>
public sealed record LinearModelConfig(TabularPreprocessing Preprocessing, int Outputs, OutputLink Link, double Strength) : ModelConfig
{
    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights)
    {
        (Tensor weight, Tensor bias) = (weights["weight"], weights["bias"]);
        if (weight.DType != DType.Float32 || weight.Rank != 2 || weight.Shape[0] != Outputs || weight.Shape[1] != Preprocessing.FeatureNames.Count || bias.DType != DType.Float32 || bias.Rank != 1 || bias.Shape[0] != Outputs)
            throw new ArgumentException($"A linear model of {Preprocessing.FeatureNames.Count} features and {Outputs} outputs has other weights.", nameof(weights));
        return new LinearModel(this, weight.ToArray(), bias.ToArray());
    }
}

/// <summary>Logistic or linear regression over a table's rows: a weighted sum of the features for each output.</summary>
/// <param name="config">What it is.</param>
/// <param name="weight">[outputs, features].</param>
/// <param name="bias">[outputs].</param>
/// <remarks>The weights of two classes are each other's opposite, so that a row's probabilities are those of plain logistic regression.</remarks>
public sealed class LinearModel(LinearModelConfig config, float[] weight, float[] bias) : FittedModel(config)
{
    private const int RowsAtOnce = 4096;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Weights() => new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        ["weight"] = Tensor.From(weight, [config.Outputs, config.Preprocessing.FeatureNames.Count]),
        ["bias"] = Tensor.From(bias, [config.Outputs]),
    };

    /// <inheritdoc/>
    public override float[] Predict(Table table, ReadOnlySpan<int> rows)
    {
        float[] answers = new float[rows.Length * config.Outputs];
        for (int first = 0; first < rows.Length; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows.Length - first);
            Predict(config.Preprocessing.Transform(table, rows.Slice(first, count))).CopyTo(answers, first * config.Outputs);
        }

        return answers;
    }

    /// <summary>Answers rows whose features are there already.</summary>
    /// <returns>[rows, outputs].</returns>
    public float[] Predict(FeatureMatrix features)
    {
        int outputs = config.Outputs;
        float[] scores = new float[features.Rows * outputs], answers = new float[scores.Length];
        for (int i = 0; i < features.Rows; i++)
        {
            ReadOnlySpan<float> row = features.Values.AsSpan(i * features.Width, features.Width);
            for (int k = 0; k < outputs; k++) scores[(i * outputs) + k] = TensorPrimitives.Dot(row, weight.AsSpan(k * features.Width, features.Width)) + bias[k];
        }

        config.Link.Apply(scores, outputs, answers);
        return answers;
    }
}
