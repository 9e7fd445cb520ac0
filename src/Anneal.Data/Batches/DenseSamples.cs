using Anneal.Data.Tabular;
using Anneal.Tensors;

namespace Anneal.Data.Batches;

/// <summary>Rows of a feature matrix.</summary>
/// <param name="features">The matrix, [rows, width].</param>
public sealed class DenseSamples(FeatureMatrix features) : Samples
{
    /// <inheritdoc/>
    public override int Count => features.Rows;

    /// <inheritdoc/>
    public override Tensor Read(ReadOnlySpan<int> rows, Generator? augmentation)
    {
        int width = features.Width;
        Tensor batch = Tensor.Zeros([rows.Length, width]);
        Span<float> values = batch.AsSpan<float>();
        for (int i = 0; i < rows.Length; i++) features.Values.AsSpan(rows[i] * width, width).CopyTo(values[(i * width)..]);
        return batch;
    }
}
