using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>One convolution and how its work is cut.</summary>
internal unsafe struct ConvolutionProblem<T>
    where T : unmanaged
{
    public ConvolutionShape Shape;
    public T* X;
    public T* Weights;
    public T* Y;
    public Epilogue<T> Epilogue;

    /// <summary>How many taps are summed in registers before they go to Y.</summary>
    public int Chunk;
    public int RowsPerPart;
    public int ColumnsPerPart;
    public int RowParts;
    public int ColumnParts;
}

/// <summary>Computes a rectangle (output channels by pixels, counted through all images): unfolds panels of pixels into this core's cache and multiplies.</summary>
internal readonly unsafe struct ConvolutionPart<TLanes, V, T>(ConvolutionProblem<T>* problem) : IJob
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    private readonly ConvolutionProblem<T>* problem = problem;

    public void Run(int index)
    {
        ref readonly ConvolutionProblem<T> p = ref *problem;
        ref readonly ConvolutionShape s = ref p.Shape;
        int rowPart = index % p.RowParts;
        int columnPart = index / p.RowParts % p.ColumnParts;
        int group = index / (p.RowParts * p.ColumnParts);
        int row = rowPart * p.RowsPerPart, column = columnPart * p.ColumnsPerPart;
        int rows = Math.Min(p.RowsPerPart, s.OutPerGroup - row), columns = Math.Min(p.ColumnsPerPart, (s.Batch * s.Pixels) - column);

        nint channel = ((nint)group * s.OutPerGroup) + row;
        Block(in p, p.X + ((nint)group * s.InPerGroup * s.Plane), p.Weights + (channel * s.Taps), channel, rows, column, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(in ConvolutionProblem<T> p, T* x, T* weights, nint channel, int rows, int firstColumn, int columns)
    {
        ref readonly ConvolutionShape s = ref p.Shape;
        int lanes = TLanes.Count, panel = 2 * TLanes.Count;
        int tiles = (rows + TLanes.TileRows - 1) / TLanes.TileRows;
        int tileRows = (rows + tiles - 1) / tiles;
        int chunk = Math.Min(p.Chunk, s.Taps), taps = s.Taps;
        int pixels = s.Pixels;
        int panels = (columns + panel - 1) / panel;

        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * (((nint)chunk * panels * panel) + (panel * TLanes.TileRows)));
        T* unfolded = (T*)lease.Pointer;
        T* tile = unfolded + ((nint)chunk * panels * panel);

        T* y = p.Y + (channel * pixels);
        nint imageStep = (nint)s.OutChannels * pixels;
        Epilogue<T> finish = p.Epilogue;
        if (finish.RowBias is not null) finish.RowBias += channel;
        bool plain = finish.IsPlain;

        for (int start = 0; start < taps; start += chunk)
        {
            int k = Math.Min(chunk, taps - start);
            bool last = start + k >= taps;
            bool add = start > 0 || finish.Accumulate;
            for (int j = 0; j < columns; j += panel)
                Unfold<T>.Run(x, in s, start, k, firstColumn + j, Math.Min(panel, columns - j), panel, unfolded + ((nint)j * k), panel);

            for (int i = 0; i < rows; i += tileRows)
            {
                int tall = Math.Min(tileRows, rows - i);
                T* a = weights + ((nint)i * taps) + start;
                var two = TileKernels<TLanes, V, T>.Find(tall, vectors: 2, TileLayout.Rows);
                var one = TileKernels<TLanes, V, T>.Find(tall, vectors: 1, TileLayout.Rows);
                T* rowOfY = y + ((nint)i * pixels);
                for (int j = 0; j < columns; j += panel)
                {
                    int wide = Math.Min(panel, columns - j);
                    int image = (firstColumn + j) / pixels, pixel = (firstColumn + j) % pixels;
                    T* strip = unfolded + ((nint)j * k);
                    var kernel = wide > lanes ? two : one;
                    if (wide % lanes == 0 && pixel + wide <= pixels && (plain || !last))
                    {
                        T* corner = rowOfY + (image * imageStep) + pixel;
                        kernel(k, a, taps, 1, strip, panel, corner, pixels, add ? corner : null, pixels);
                        continue;
                    }
                    kernel(k, a, taps, 1, strip, panel, tile, panel, null, 0);

                    // A panel may end in another image than it began in.
                    for (int at = 0; at < wide; image++, pixel = 0)
                    {
                        int length = Math.Min(wide - at, pixels - pixel);
                        TileStore<TLanes, V, T>.Run(tile + at, panel, tall, length, rowOfY + (image * imageStep) + pixel, pixels, in finish, i, 0, add, last && !plain);
                        at += length;
                    }
                }
            }
        }
    }
}
