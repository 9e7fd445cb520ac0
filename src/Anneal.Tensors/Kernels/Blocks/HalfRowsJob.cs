using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>y[n, out] = x[n, in] · Wᵀ for a few rows of x and a W of 16-bit floats: a few rows of W are widened at a time and multiplied with all of x.</summary>
/// <remarks>Sums are those of <see cref="HalfProduct{TLanes}"/>, to the bit.</remarks>
internal unsafe struct HalfRowsJob : IJob
{
    private const int Together = 8;

    public StoredRows Weights;
    public int Outputs;
    public int OutputsPerPart;
    public float* X;
    public int Rows;
    public float* Y;
    public Epilogue<float> Epilogue;

    public readonly void Run(int index)
    {
        int first = index * OutputsPerPart, count = Math.Min(OutputsPerPart, Outputs - first), columns = Weights.Columns;
        nint room = (count + 15) & ~15;
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * ((room * (long)Rows) + ((long)Together * columns)));
        float* sums = (float*)lease.Pointer;
        float* wide = sums + (room * Rows);
        for (int j = 0; j < count; j += Together)
        {
            int some = Math.Min(Together, count - j);
            for (int i = 0; i < some; i++) Weights.Dequantize(first + j + i, wide + ((nint)i * columns));
            DotRows<TileLanes512, Vector512<float>, float>.Run(X, columns, Rows, wide, columns, some, columns, sums + j, room);
        }
        Epilogue<float> finish = Epilogue;
        if (finish.ColumnBias is not null) finish.ColumnBias += first;
        TileStore<TileLanes512, Vector512<float>, float>.Run(sums, room, Rows, count, Y + first, Outputs, in finish, 0, 0, finish.Accumulate, complete: true);
    }
}
