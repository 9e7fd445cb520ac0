namespace Anneal.Tensors.Kernels;

/// <summary>One of the matrices that a <see cref="PanelProductJob{TCodes}"/> multiplies the same rows with.</summary>
internal unsafe struct PanelMatrix
{
    public byte* Panels;
    public int Outputs;

    /// <summary>[rows, outputs].</summary>
    public float* Y;

    public Epilogue<float> Epilogue;

    /// <summary>The number of its first part.</summary>
    public int FirstPart;
}
