namespace Anneal.Tensors.Kernels;

/// <summary>One call: the operands and how the work is cut. The cut follows from the sizes alone, never from the number of threads.</summary>
internal unsafe struct GemmProblem<T>
    where T : unmanaged
{
    public int M;
    public int N;
    public int K;
    public MatrixView<T> A;
    public MatrixView<T> B;
    public T* C;
    public nint Ldc;
    public Epilogue<T> Epilogue;

    public int Batch;
    public nint ABatchStride;
    public nint BBatchStride;
    public nint CBatchStride;

    /// <summary>B as <see cref="PackedMatrix"/> lays it out, or null.</summary>
    public T* PackedB;

    /// <summary>How much of k is summed in registers before it goes to C.</summary>
    public int Chunk;
    public bool PackA;
    public bool PackB;
    public int RowsPerPart;
    public int ColumnsPerPart;
    public int RowParts;
    public int ColumnParts;

    public readonly int Parts => Batch * RowParts * ColumnParts;
}
