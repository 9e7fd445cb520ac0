using Anneal.Data.Tabular;
using Anneal.Nn;
using Anneal.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Anneal.Models.Tabular;

/// <summary>A network of fully connected layers over a row's features; without a hidden layer it is logistic regression.</summary>
/// <remarks>Each hidden layer is Linear, ReLU, Dropout. State: <c>layers.0.weight [out, in]</c>, <c>layers.0.bias [out]</c>, <c>layers.3.weight</c>, …</remarks>
/// <example>
/// <code>
/// var model = new Mlp(new MlpConfig(Inputs: 30, Hidden: [64, 32], Outputs: 2, Dropout: 0.2), seed: 7);
/// Tensor logits = model.Forward(features); // [batch, 30] -> [batch, 2]
/// </code>
/// </example>
public sealed class Mlp : Module
{
    /// <summary>Rows that are answered at once: enough to keep the machine busy, few enough for its caches.</summary>
    private const int RowsAtOnce = 1024;

    private readonly MlpConfig config;
    private readonly Sequential layers;

    /// <summary>A network with random weights.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="seed">Seed of the first weights and of dropout.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the dropout is not from 0 to below 1.</exception>
    public Mlp(MlpConfig config, ulong seed)
    {
        this.config = config;
        Generator generator = new(seed);
        List<Module> modules = [];
        int width = config.Inputs;
        foreach (int hidden in config.Hidden)
        {
            modules.AddRange(new Linear(width, hidden, generator: generator), new Relu(), new Dropout(config.Dropout, generator));
            width = hidden;
        }

        modules.Add(new Linear(width, config.Outputs, generator: generator));
        layers = Register("layers", new Sequential([.. modules]));
    }

    /// <summary>The logits: [batch, inputs] becomes [batch, outputs].</summary>
    public override Tensor Forward(Tensor input) => layers.Forward(input);

    /// <summary>How likely each row is of each class.</summary>
    /// <returns>Probabilities, [rows, outputs]; each row adds up to 1.</returns>
    /// <remarks>The network is in inference mode afterwards.</remarks>
    public float[] Probabilities(FeatureMatrix features)
    {
        Eval();
        float[] probabilities = new float[features.Rows * config.Outputs];
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        for (int start = 0; start < features.Rows; start += RowsAtOnce)
        {
            using TensorScope scope = new();
            int rows = Math.Min(RowsAtOnce, features.Rows - start);
            Tensor input = Tensor.From<float>(features.Values.AsSpan(start * features.Width, rows * features.Width), [rows, features.Width]);
            ReadOnlySpan<float> logits = Forward(input).AsReadOnlySpan<float>();
            for (int row = 0; row < rows; row++)
                TensorPrimitives.SoftMax(logits.Slice(row * config.Outputs, config.Outputs), probabilities.AsSpan((start + row) * config.Outputs, config.Outputs));
        }

        return probabilities;
    }
}
