using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Tabular;

/// <summary>A network of fully connected layers over a row's features; without a hidden layer it is logistic regression.</summary>
/// <remarks>Each hidden layer is Linear, ReLU, Dropout. State: <c>layers.0.weight [out, in]</c>, <c>layers.0.bias [out]</c>, <c>layers.3.weight</c>, …</remarks>
/// <example>
/// <code>
/// var model = new Mlp(new MlpConfig(Inputs: 30, Hidden: [64, 32], Outputs: 2, Dropout: 0.2), new Generator(7));
/// Tensor logits = model.Forward(features); // [batch, 30] -> [batch, 2]
/// </code>
/// </example>
public sealed class Mlp : Module
{
    private readonly Sequential layers;

    /// <summary>A network with random weights.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="generator">Draws the first weights, and dropout later.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the dropout is not from 0 to below 1.</exception>
    public Mlp(MlpConfig config, Generator generator)
    {
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
}
