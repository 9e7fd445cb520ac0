using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

/// <summary>What a fixture case is about: a module (or none) and how it is called.</summary>
/// <param name="Module">Gets the case's parameters and buffers; null for a plain operation.</param>
/// <param name="Call">From the inputs by name to the outputs in order.</param>
public sealed record Subject(Module? Module, Func<IReadOnlyDictionary<string, Tensor>, Tensor[]> Call)
{
    /// <summary>A module of one input, named x.</summary>
    public static Subject Of(Module module) => new(module, inputs => [module.Forward(inputs["x"])]);

    /// <summary>A function with one output.</summary>
    public static Subject Of(Func<IReadOnlyDictionary<string, Tensor>, Tensor> function) => new(null, inputs => [function(inputs)]);
}
