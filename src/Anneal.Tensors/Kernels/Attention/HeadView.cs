namespace Anneal.Tensors.Kernels;

/// <summary>Heads of attention in memory, [batch, head, time, size]: element (b, h, t, i) lies at <c>Data[b * BatchStride + h * HeadStride + t * TimeStride + i]</c>.</summary>
/// <remarks>Queries, keys and values are three such views into one projection [batch, time, 3 * heads * size]: nothing is moved to tell the heads apart.</remarks>
internal readonly unsafe struct HeadView<T>(T* data, long batchStride, long headStride, long timeStride)
    where T : unmanaged
{
    public T* Data { get; } = data;

    public nint BatchStride { get; } = (nint)batchStride;

    public nint HeadStride { get; } = (nint)headStride;

    public nint TimeStride { get; } = (nint)timeStride;

    public T* At(int batch, int head, int time) => Data + (batch * BatchStride) + (head * HeadStride) + (time * TimeStride);

    /// <summary>The matrix [time, size] of one head from this time on.</summary>
    public MatrixView<T> Rows(int batch, int head, int time) => new(At(batch, head, time), TimeStride, 1);
}
