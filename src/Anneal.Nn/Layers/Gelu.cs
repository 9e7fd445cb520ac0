using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>x times the probability that a standard normal number is below x.</summary>
/// <remarks>Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016.</remarks>
/// <example>
/// <code>
/// var layer = new Gelu();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Gelu : Module
{
    private readonly bool tanh;

    /// <param name="tanh">The approximation by tanh that GPT-2 uses, instead of the error function.</param>
    public Gelu(bool tanh = false) => this.tanh = tanh;

    internal Activation Kind => tanh ? Activation.GeluTanh : Activation.Gelu;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => tanh ? input.GeluTanh() : input.Gelu();

    /// <inheritdoc/>
    protected override string Describe() => tanh ? "tanh" : "";
}
