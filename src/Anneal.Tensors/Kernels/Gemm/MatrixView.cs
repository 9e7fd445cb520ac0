namespace Anneal.Tensors.Kernels;

/// <summary>A matrix in memory: element (i, j) lies at <c>Data[i * RowStride + j * ColumnStride]</c>. A transpose is a swap of the strides.</summary>
internal readonly unsafe struct MatrixView<T>(T* data, long rowStride, long columnStride)
    where T : unmanaged
{
    public T* Data { get; } = data;

    public nint RowStride { get; } = (nint)rowStride;

    public nint ColumnStride { get; } = (nint)columnStride;

    public MatrixView<T> Transposed => new(Data, ColumnStride, RowStride);

    public T* At(nint row, nint column) => Data + (row * RowStride) + (column * ColumnStride);

    public MatrixView<T> Moved(nint elements) => new(Data + elements, RowStride, ColumnStride);
}
