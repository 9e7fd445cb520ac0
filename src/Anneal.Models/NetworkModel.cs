using Anneal.Data.Batches;
using Anneal.Data.Tables;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models;

/// <summary>A fitted neural network: rows become samples, samples become outputs, outputs become answers.</summary>
/// <param name="config">What it is.</param>
/// <param name="network">Takes a batch of samples, gives [batch, outputs].</param>
/// <param name="link">From outputs to answers.</param>
public abstract class NetworkModel(ModelConfig config, Module network, OutputLink link) : FittedModel(config)
{
    /// <summary>Rows that are turned into samples at once, so that a large table needs no second copy of itself.</summary>
    private const int RowsAtOnce = 4096;

    /// <summary>The network.</summary>
    public Module Network { get; } = network;

    /// <summary>From outputs to answers.</summary>
    public OutputLink Link { get; } = link;

    /// <summary>Rows of one pass through the network: enough to keep the machine busy, few enough for its caches.</summary>
    protected virtual int BatchSize => 256;

    /// <summary>What the network sees of some rows.</summary>
    public abstract Samples SamplesOf(Table table, ReadOnlySpan<int> rows);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Weights() => Network.StateDict();

    /// <inheritdoc/>
    /// <remarks>The network is in inference mode afterwards.</remarks>
    public override float[] Predict(Table table, ReadOnlySpan<int> rows)
    {
        Network.Eval();
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        float[] answers = [];
        int width = 0;
        for (int start = 0; start < rows.Length; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows.Length - start);
            Samples samples = SamplesOf(table, rows.Slice(start, count));

            // Rows of like length go through together, so that short ones are not padded to the longest.
            int[] order = [.. Enumerable.Range(0, count).OrderBy(samples.LengthOf)];
            for (int first = 0; first < count; first += BatchSize)
            {
                using TensorScope scope = new();
                ReadOnlySpan<int> batch = order.AsSpan(first, Math.Min(BatchSize, count - first));
                Tensor output = Network.Forward(samples.Read(batch, augmentation: null)).Contiguous();
                if (answers.Length == 0) answers = new float[rows.Length * (width = output.Shape[output.Rank - 1])];
                float[] part = new float[batch.Length * width];
                Link.Apply(output.AsReadOnlySpan<float>(), width, part);
                for (int i = 0; i < batch.Length; i++) part.AsSpan(i * width, width).CopyTo(answers.AsSpan((start + batch[i]) * width));
            }
        }

        return answers;
    }

    /// <summary>Puts a model together again. Its sizes come from a file: until they are held against the weights, none of them takes memory.</summary>
    /// <param name="create">Makes the model with random weights.</param>
    /// <param name="weights">What <see cref="Weights"/> gave.</param>
    /// <exception cref="ArgumentException">The weights do not fit.</exception>
    internal static TModel Load<TModel>(Func<Generator, TModel> create, IReadOnlyDictionary<string, Tensor> weights)
        where TModel : NetworkModel
    {
        TModel model;
        using (Initialize.Deferred()) model = create(new Generator(0));
        model.Network.Adopt(weights);
        return model;
    }
}
