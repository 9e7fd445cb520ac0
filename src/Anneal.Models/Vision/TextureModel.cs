using Anneal.Data.Tables;
using Anneal.Data.Vision.Texture;
using Anneal.Tensors;

namespace Anneal.Models.Vision;

/// <summary>A model of tables that reads pictures by <see cref="TextureFeatures"/>.</summary>
/// <param name="Column">The column of pictures.</param>
/// <param name="Inner">What it makes of the numbers.</param>
public sealed record TextureModelConfig(string Column, ModelConfig Inner) : ModelConfig
{
    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights) => new TextureModel(this, Inner.Load(weights));
}

/// <summary>A model of tables that reads pictures by <see cref="TextureFeatures"/>.</summary>
/// <param name="config">What it is.</param>
/// <param name="inner">The model of the numbers; its weights are all there are.</param>
public sealed class TextureModel(TextureModelConfig config, FittedModel inner) : FittedModel(config)
{
    /// <summary>Pictures whose numbers are held at once.</summary>
    private const int RowsAtOnce = 4096;

    /// <inheritdoc/>
    public override long ParameterCount => inner.ParameterCount;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Weights() => inner.Weights();

    /// <inheritdoc/>
    public override float[] Predict(Table table, ReadOnlySpan<int> rows)
    {
        List<float> answers = [];
        for (int start = 0; start < rows.Length; start += RowsAtOnce)
        {
            ReadOnlySpan<int> part = rows.Slice(start, Math.Min(RowsAtOnce, rows.Length - start));
            int[] places = [.. Enumerable.Range(0, part.Length)];
            answers.AddRange(inner.Predict(TextureFeatures.Of(table, config.Column, part), places));
        }

        return [.. answers];
    }
}
