namespace Anneal.Tensors.Kernels;

/// <summary>How rows of a stored matrix are multiplied with one row of activations.</summary>
internal unsafe interface IRowProduct
{
    /// <summary>Bytes of the activations as <see cref="Prepare"/> lays them out; a multiple of 64.</summary>
    static abstract long PreparedBytes(int columns);

    /// <summary>Lays a row of activations out, once for all rows of the matrix.</summary>
    static abstract void Prepare(float* x, int columns, byte* to);

    /// <summary>y[row] = W[row] · x. Each row's sum is the same, to the bit, whatever other rows are asked for.</summary>
    static abstract void Run(byte* rows, nint rowBytes, int count, int columns, byte* prepared, float* y);
}
