namespace Anneal.Nn;

/// <summary>What stands between the two linear layers of a transformer's feed-forward part.</summary>
public enum FeedForwardActivation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x * Φ(x), exact.</summary>
    Gelu,

    /// <summary>The form of GELU with tanh, as GPT-2 has it.</summary>
    GeluTanh,

    /// <summary>x * sigmoid(x).</summary>
    Silu,
}
