using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>
/// Copies a whole A into strips, [chunk of k, strip, k within the chunk, row within the strip], and a whole B into panels as <see cref="PackJob{T}"/> does.
/// </summary>
internal unsafe struct PackBothJob<T> : IJob
    where T : unmanaged
{
    private const int StripsPerPart = 16;

    public MatrixView<T> A;
    public MatrixView<T> B;
    public int Rows;
    public int Columns;
    public int K;
    public int Chunk;
    public int RowsInStrip;
    public int StripStep;
    public int Panel;
    public T* TargetA;
    public T* TargetB;

    /// <summary>Elements that a step of k takes in the copy of A.</summary>
    public readonly int PackedRows => (Rows + RowsInStrip - 1) / RowsInStrip * StripStep;

    /// <summary>Elements that a step of k takes in the copy of B.</summary>
    public readonly int PackedColumns => (Columns + Panel - 1) / Panel * Panel;

    public readonly int Parts => PartsOfA + PanelJob.Parts;

    private readonly int PartsOfA => (K + Chunk - 1) / Chunk * RowParts;

    private readonly int RowParts => (Rows + (StripsPerPart * RowsInStrip) - 1) / (StripsPerPart * RowsInStrip);

    private readonly PackJob<T> PanelJob => new(B, K, Columns, Panel, Chunk, TargetB);

    public readonly void Run(int index)
    {
        if (index >= PartsOfA)
        {
            PanelJob.Run(index - PartsOfA);
            return;
        }
        int start = index / RowParts * Chunk, strip = index % RowParts * StripsPerPart, row = strip * RowsInStrip;
        nint k = Math.Min(Chunk, K - start);
        T* to = TargetA + ((nint)start * PackedRows) + (strip * StripStep * k);
        Packing<T>.Strips(A.At(row, start), A.ColumnStride, A.RowStride, k, Math.Min(StripsPerPart * RowsInStrip, Rows - row), RowsInStrip, to, StripStep);
    }
}
