using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Lays stored rows of W, which are the columns of a product's B, out as the kernels read it: dequantised, a panel at a time.</summary>
internal unsafe struct BlockPackJob : IJob
{
    public StoredRows Weights;

    /// <summary>The first row of W.</summary>
    public int FirstRow;

    /// <summary>The length of W's rows.</summary>
    public int K;

    /// <summary>Rows of W.</summary>
    public int Count;

    public int Panel;
    public float* Target;

    public readonly int Parts => (Count + Panel - 1) / Panel;

    public readonly void Run(int index)
    {
        int first = index * Panel, wide = Math.Min(Panel, Count - first), chunk = GemmPlan.ChunkFor(K);
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * (long)wide * K);
        float* rows = (float*)lease.Pointer;
        for (int row = 0; row < wide; row++) Weights.Dequantize(FirstRow + first + row, rows + ((nint)row * K));
        for (int start = 0; start < K; start += chunk)
        {
            int k = Math.Min(chunk, K - start);
            Packing<float>.Strip(rows + start, 1, K, k, wide, Target + ((nint)start * Parts * Panel) + ((nint)first * k), Panel);
        }
    }
}
