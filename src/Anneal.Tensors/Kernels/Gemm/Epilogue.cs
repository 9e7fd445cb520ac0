namespace Anneal.Tensors.Kernels;

/// <summary>What happens to a product on its way to memory: z = A·B (+ C) (+ biases), then C = activation(z).</summary>
internal unsafe struct Epilogue<T>
    where T : unmanaged
{
    /// <summary>[n], added to every row, as in a linear layer; or null.</summary>
    public T* ColumnBias;

    /// <summary>[m], added to every column, as in a convolution; or null.</summary>
    public T* RowBias;

    /// <summary>Add to what C holds instead of replacing it.</summary>
    public bool Accumulate;

    public Activation Activation;

    /// <summary>Where to keep activation'(z) for the backward pass, laid out as C, for an activation that <see cref="Activations.KeepsSlope"/>; or null.</summary>
    public T* Slope;

    /// <summary>Whether there is nothing to do but to store or to add.</summary>
    public readonly bool IsPlain => ColumnBias is null && RowBias is null && Slope is null && Activation == Activation.None;
}
