using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Copies a whole B into panels: [chunk of k, panel, k within the chunk, column within the panel].</summary>
internal readonly unsafe struct PackJob<T>(MatrixView<T> b, int rows, int columns, int panel, int chunk, T* target) : IJob
    where T : unmanaged
{
    private const int PanelsPerPart = 4;

    private readonly MatrixView<T> b = b;
    private readonly T* target = target;

    public int Parts => Chunks * PartsPerChunk;

    private int Chunks => Math.Max(1, (rows + chunk - 1) / chunk);

    private int Panels => (columns + panel - 1) / panel;

    private int PartsPerChunk => (Panels + PanelsPerPart - 1) / PanelsPerPart;

    public void Run(int index)
    {
        int start = index / PartsPerChunk * chunk, first = index % PartsPerChunk * PanelsPerPart;
        int k = Math.Min(chunk, rows - start);
        T* to = target + ((nint)start * Panels * panel);
        int j = first * panel, end = Math.Min(columns, (first + PanelsPerPart) * panel);
        Packing<T>.Panels(b.At(start, j), b.RowStride, b.ColumnStride, k, end - j, to + ((nint)j * k), panel);
    }
}
