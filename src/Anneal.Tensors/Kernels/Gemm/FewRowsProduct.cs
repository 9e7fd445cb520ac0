using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>A few rows times a matrix that is stored by columns, as a linear layer's weight is: the columns are read in place, once for all rows.</summary>
internal readonly unsafe struct FewRowsProduct<TLanes, V, T>(GemmProblem<T>* problem) : IJob
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Columns that are multiplied with all rows before the next are read: they stay in the first-level cache, or almost.</summary>
    private const int Together = 8;

    private readonly GemmProblem<T>* problem = problem;

    public void Run(int index)
    {
        ref readonly GemmProblem<T> p = ref *problem;
        int column = index * p.ColumnsPerPart, columns = Math.Min(p.ColumnsPerPart, p.N - column);
        nint room = (columns + 15) & ~15;
        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * (long)room * p.M);
        T* sums = (T*)lease.Pointer;
        T* b = p.B.Data + (column * p.B.ColumnStride);
        for (int j = 0; j < columns; j += Together)
            DotRows<TLanes, V, T>.Run(p.A.Data, p.A.RowStride, p.M, b + (j * p.B.ColumnStride), p.B.ColumnStride, Math.Min(Together, columns - j), p.K, sums + j, room);
        Epilogue<T> finish = p.Epilogue;
        if (finish.Slope is not null) finish.Slope += column;
        if (finish.ColumnBias is not null) finish.ColumnBias += column;
        TileStore<TLanes, V, T>.Run(sums, room, p.M, columns, p.C + column, p.Ldc, in finish, 0, 0, finish.Accumulate, complete: true);
    }
}
