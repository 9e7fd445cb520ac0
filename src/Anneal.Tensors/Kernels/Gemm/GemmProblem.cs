namespace Anneal.Tensors.Kernels;

/// <summary>One call: the operands and how the work is cut.</summary>
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

    /// <summary>B as <see cref="PackJob{T}"/> lays it out, or null.</summary>
    public T* PackedB;

    /// <summary>A as <see cref="PackBothJob{T}"/> lays it out, or null.</summary>
    public T* PackedA;

    /// <summary>Whether this is the product's transpose, Cᵀ = Bᵀ·Aᵀ: C and the epilogue are still those of the product as asked for.</summary>
    public bool Swapped;

    /// <summary>How much of k is summed in registers before it goes to C.</summary>
    public int Chunk;
    public bool PackA;
    public bool PackB;
    public int RowsPerPart;
    public int ColumnsPerPart;
    public int RowParts;
    public int ColumnParts;

    public readonly int Parts => checked(Batch * RowParts * ColumnParts);

    public readonly long MultiplyAdds => (long)Batch * M * N * K;

    /// <summary>The same product for some of the columns.</summary>
    public readonly GemmProblem<T> Slab(int column, int columns)
    {
        GemmProblem<T> slab = this;
        slab.N = columns;
        slab.B = B.Moved(column * B.ColumnStride);
        nint toColumn = Swapped ? column * Ldc : column;
        slab.C += toColumn;
        if (Epilogue.Slope is not null) slab.Epilogue.Slope += toColumn;
        if (Swapped && Epilogue.RowBias is not null) slab.Epilogue.RowBias += column;
        if (!Swapped && Epilogue.ColumnBias is not null) slab.Epilogue.ColumnBias += column;
        return slab;
    }

    /// <summary>Computes the transpose instead: A and B change places.</summary>
    public void Swap()
    {
        (M, N) = (N, M);
        (A, B) = (B.Transposed, A.Transposed);
        (ABatchStride, BBatchStride) = (BBatchStride, ABatchStride);
        Swapped = !Swapped;
    }
}
