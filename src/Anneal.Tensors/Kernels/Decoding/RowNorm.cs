namespace Anneal.Tensors.Kernels;

/// <summary>A normalisation of rows, with its weights.</summary>
internal unsafe struct RowNorm
{
    /// <summary>[size]; null where there is no normalisation.</summary>
    public float* Weight;

    /// <summary>[size]; or null.</summary>
    public float* Bias;

    public double Epsilon;

    /// <summary>The mean is subtracted: LayerNorm, not RMSNorm.</summary>
    public bool Centered;

    public readonly bool Exists => Weight is not null;

    /// <summary>Normalises a few rows on the calling thread.</summary>
    /// <param name="x">[rows, size].</param>
    /// <param name="residual">Added to x first; or null.</param>
    /// <param name="sum">Where that sum is kept; may be the residual.</param>
    /// <param name="y">The result; may be x.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="size">Their length.</param>
    public readonly void Run(float* x, float* residual, float* sum, float* y, long rows, long size) =>
        LayerNorm.ForwardSerial(x, residual, sum, Weight, Bias, y, rows, size, Epsilon, Centered);
}
