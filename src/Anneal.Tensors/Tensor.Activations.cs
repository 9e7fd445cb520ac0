using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Activation functions.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>max(x, 0) of every element.</summary>
    public Tensor Relu() => Operations.Relu.Apply(this);

    /// <summary>x where it is positive, <paramref name="slope"/> times x elsewhere.</summary>
    public Tensor LeakyRelu(double slope = 0.01) => Operations.LeakyRelu.Apply(this, slope);

    /// <summary>x where it is positive, alpha (e^x - 1) elsewhere (Clevert et al., 2015).</summary>
    public Tensor Elu(double alpha = 1) => Operations.Elu.Apply(this, alpha);

    /// <summary>1 / (1 + e^-x) of every element.</summary>
    public Tensor Sigmoid() => Operations.Sigmoid.Apply(this);

    /// <summary>Hyperbolic tangent of every element.</summary>
    public Tensor Tanh() => Operations.Tanh.Apply(this);

    /// <summary>x Phi(x) of every element, Phi being the normal distribution function (Hendrycks and Gimpel, 2016).</summary>
    public Tensor Gelu() => Operations.Gelu.Apply(this);

    /// <summary>The approximation of <see cref="Gelu"/> by tanh that GPT-2 uses.</summary>
    public Tensor GeluTanh() => Operations.GeluTanh.Apply(this);

    /// <summary>x sigmoid(x) of every element, also called swish (Elfwing et al., 2017).</summary>
    public Tensor Silu() => Operations.Silu.Apply(this);

    /// <summary>x tanh(softplus(x)) of every element (Misra, 2019).</summary>
    public Tensor Mish() => Operations.Mish.Apply(this);

    /// <summary>ln(1 + e^(beta x)) / beta of every element: a smooth <see cref="Relu"/>.</summary>
    public Tensor Softplus(double beta = 1) => beta == 1 ? Operations.Softplus.Apply(this) : Operations.Softplus.Apply(this * beta) / beta;

    /// <summary>x clamp(x + 3, 0, 6) / 6 of every element (Howard et al., 2019).</summary>
    public Tensor Hardswish() => Operations.Hardswish.Apply(this);

    /// <summary>clamp(x + 3, 0, 6) / 6 of every element.</summary>
    public Tensor Hardsigmoid() => Operations.Hardsigmoid.Apply(this);
}
