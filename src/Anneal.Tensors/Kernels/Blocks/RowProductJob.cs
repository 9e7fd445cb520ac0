using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>y[n, out] = x[n, in] · Wᵀ for a few rows of x: each part takes some rows of W, which it reads from memory once.</summary>
internal unsafe struct RowProductJob<TProduct> : IJob
    where TProduct : struct, IRowProduct
{
    public byte* Weights;
    public nint RowBytes;
    public int Columns;
    public int Outputs;
    public int OutputsPerPart;
    public byte* Prepared;
    public long PreparedStep;
    public int Rows;
    public float* Y;
    public Epilogue<float> Epilogue;

    public readonly void Run(int index)
    {
        int first = index * OutputsPerPart, count = Math.Min(OutputsPerPart, Outputs - first);
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * (long)(count + 64));
        float* sums = (float*)lease.Pointer;
        Epilogue<float> finish = Epilogue;
        if (finish.ColumnBias is not null) finish.ColumnBias += first;
        for (int row = 0; row < Rows; row++)
        {
            float* to = Y + ((nint)row * Outputs) + first;
            TProduct.Run(Weights + (first * RowBytes), RowBytes, count, Columns, Prepared + (row * PreparedStep), finish.IsPlain ? to : sums);
            if (finish.IsPlain) continue;
            if (Vector512.IsHardwareAccelerated) TileStore<TileLanes512, Vector512<float>, float>.Run(sums, 0, 1, count, to, 0, in finish, 0, 0, finish.Accumulate, complete: true);
            else if (Vector256.IsHardwareAccelerated) TileStore<TileLanes256, Vector256<float>, float>.Run(sums, 0, 1, count, to, 0, in finish, 0, 0, finish.Accumulate, complete: true);
            else TileStore<TileLanesScalar<float>, float, float>.Run(sums, 0, 1, count, to, 0, in finish, 0, 0, finish.Accumulate, complete: true);
        }
    }
}
