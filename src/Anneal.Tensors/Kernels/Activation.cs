namespace Anneal.Tensors.Kernels;

/// <summary>The element-wise function that a kernel applies to what it has just computed.</summary>
internal enum Activation
{
    /// <summary>x.</summary>
    None,

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    Relu,

    /// <summary>x·Φ(x), with the error function.</summary>
    Gelu,

    /// <summary>x·Φ(x), with the tanh approximation of GPT-2.</summary>
    GeluTanh,

    /// <summary>x·sigmoid(x).</summary>
    Silu,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
