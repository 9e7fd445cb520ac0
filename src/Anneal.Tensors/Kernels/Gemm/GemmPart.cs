using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Computes one part of C, a rectangle, with everything it needs in this core's own cache.</summary>
internal readonly unsafe struct GemmPart<TLanes, V, T>(GemmProblem<T>* problem) : IJob
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Strips of A that are copied together: where rows of A lie side by side, that reads whole cache lines.</summary>
    private const int StripsTogether = 16;

    private readonly GemmProblem<T>* problem = problem;

    public void Run(int index)
    {
        ref readonly GemmProblem<T> p = ref *problem;

        if (p.RowParts * p.ColumnParts == 1)
        {
            Block(in p, index, 0, p.M, 0, p.N);
            return;
        }

        // A thread takes parts that follow each other. Where C is tall they share rows: those of A that the core has read before, those of C that it will read next.
        int rowPart = p.M >= p.N ? index / p.ColumnParts % p.RowParts : index % p.RowParts;
        int columnPart = p.M >= p.N ? index % p.ColumnParts : index / p.RowParts % p.ColumnParts;
        nint batch = index / (p.RowParts * p.ColumnParts);
        int row = rowPart * p.RowsPerPart, column = columnPart * p.ColumnsPerPart;
        int rows = Math.Min(p.RowsPerPart, p.M - row), columns = Math.Min(p.ColumnsPerPart, p.N - column);
        Block(in p, batch, row, rows, column, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(in GemmProblem<T> p, nint batch, int firstRow, int rows, int firstColumn, int columns)
    {
        int lanes = TLanes.Count, panel = TLanes.PanelVectors * TLanes.Count, step = TLanes.StripStep;
        int tiles = (rows + TLanes.PanelRows - 1) / TLanes.PanelRows;
        int tileRows = p.PackedA is not null ? TLanes.PanelRows : (rows + tiles - 1) / tiles, together = Math.Min(tiles, StripsTogether);
        nint chunk = Math.Min(p.Chunk, Math.Max(1, p.K));
        int panels = (columns + panel - 1) / panel;
        nint packedColumns = p.PackedB is not null ? 0 : p.PackB ? panels * panel : panel;

        // The tile comes twice: a product that is computed as its transpose is turned round on its way out.
        int tileSize = panel * ((TLanes.PanelRows + lanes - 1) / lanes * lanes);
        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * ((chunk * packedColumns) + (p.PackA ? chunk * step * together : 0) + (2 * tileSize)));
        T* tile = (T*)lease.Pointer;
        T* panelsOfB = tile + (2 * tileSize);
        T* stripsOfA = panelsOfB + (chunk * packedColumns);

        T* aBase = p.A.Data + (batch * p.ABatchStride);
        T* bBase = p.B.Data + (batch * p.BBatchStride);
        T* c = p.C + (batch * p.CBatchStride) + (p.Swapped ? firstRow + (firstColumn * p.Ldc) : (firstRow * p.Ldc) + firstColumn);
        nint aRow = p.A.RowStride, aStep = p.A.ColumnStride;
        TileLayout layout = p.PackA || p.PackedA is not null ? TileLayout.Strip : aStep == 1 ? TileLayout.Rows : TileLayout.Any;
        Epilogue<T> finish = p.Epilogue;
        if (finish.Slope is not null) finish.Slope += c - p.C;
        if (finish.ColumnBias is not null) finish.ColumnBias += p.Swapped ? firstRow : firstColumn;
        if (finish.RowBias is not null) finish.RowBias += p.Swapped ? firstColumn : firstRow;
        bool plain = finish.IsPlain;

        // A product that isn't turned round makes its sums in C, the biases being what they begin with. The activation goes over a strip of rows as soon
        // as they are complete: they are in the first cache.
        bool biasFirst = finish.ColumnBias is not null && finish.RowBias is null && !finish.Accumulate;
        bool biasLast = finish.RowBias is not null || (finish.ColumnBias is not null && !biasFirst);
        bool activates = !p.Swapped && finish.Activation != Activation.None;
        Epilogue<T> biases = finish with { Activation = Activation.None, Slope = null };

        bool inPlace = p.PackedB is null && !p.PackB && columns % lanes == 0 && TLanes.PanelVectors > 2;

        for (nint start = 0; ; start += chunk)
        {
            nint k = Math.Min(chunk, p.K - start);
            bool last = start + k >= p.K;
            bool add = start > 0 || finish.Accumulate;
            T* b = bBase + (start * p.B.RowStride) + (firstColumn * p.B.ColumnStride);

            // A panel that is not whole is always copied: the kernel reads whole vectors, beyond the end of a row.
            int copyFrom = p.PackedB is not null ? columns : p.PackB ? 0 : columns % lanes == 0 ? columns : columns / panel * panel;
            Packing<T>.Panels(b + (copyFrom * p.B.ColumnStride), p.B.RowStride, p.B.ColumnStride, k, columns - copyFrom, panelsOfB, panel);

            for (int i = 0; i < rows; i += tileRows)
            {
                int tall = Math.Min(tileRows, rows - i);
                T* a = aBase + ((firstRow + i) * aRow) + (start * aStep);
                if (p.PackedA is not null)
                {
                    nint strips = (nint)(p.M + TLanes.PanelRows - 1) / TLanes.PanelRows;
                    a = p.PackedA + (start * strips * step) + ((firstRow + i) / TLanes.PanelRows * step * k);
                }
                else if (p.PackA)
                {
                    int place = i / tileRows % together;
                    if (place == 0) Packing<T>.Strips(a, aStep, aRow, k, Math.Min(rows - i, together * tileRows), tileRows, stripsOfA, step);
                    a = stripsOfA + (place * step * k);
                }
                var full = TileKernels<TLanes, V, T>.Find(tall, TLanes.PanelVectors, layout);

                int wide;
                for (int j = 0; j < columns; j += wide)
                {
                    // A single vector left over would run at half speed: where B is read in place, two tiles of two vectors take its and the last panel's place.
                    int left = columns - j;
                    wide = inPlace && left > panel && left <= panel + lanes ? panel - lanes : Math.Min(panel, left);
                    T* strip = panelsOfB + ((j - copyFrom) * k);
                    nint bStep = panel;
                    if (p.PackedB is not null) strip = p.PackedB + (start * PackedColumns(p.N, panel)) + ((firstColumn + j) * k);
                    else if (j < copyFrom)
                    {
                        strip = b + j;
                        bStep = p.B.RowStride;
                    }

                    var kernel = wide > panel - lanes ? full : TileKernels<TLanes, V, T>.Find(tall, (wide + lanes - 1) / lanes, layout);
                    if (p.Swapped)
                    {
                        T* turned = tile + tileSize;
                        int turnedStep = (tall + lanes - 1) / lanes * lanes;
                        kernel(k, a, aRow, aStep, strip, bStep, tile, panel, null, 0);
                        Packing<T>.Strip(tile, 1, panel, wide, tall, turned, turnedStep);
                        TileStore<TLanes, V, T>.Run(turned, turnedStep, wide, tall, c + i + (j * p.Ldc), p.Ldc, in finish, j, i, add, last && !plain);
                        continue;
                    }

                    T* corner = c + (i * p.Ldc) + j;
                    if (wide % lanes == 0 && !(biasLast && last))
                    {
                        T* bias = biasFirst ? finish.ColumnBias + j : null;
                        kernel(k, a, aRow, aStep, strip, bStep, corner, p.Ldc, add ? corner : bias, add ? p.Ldc : 0);
                    }
                    else
                    {
                        kernel(k, a, aRow, aStep, strip, bStep, tile, panel, null, 0);
                        TileStore<TLanes, V, T>.Run(tile, panel, tall, wide, corner, p.Ldc, in biases, i, j, add, last && !plain);
                    }
                }
                if (last && activates) Activate(finish.Activation, c + (i * p.Ldc), finish.Slope is null ? null : finish.Slope + (i * p.Ldc), p.Ldc, tall, columns);
            }
            if (last) return;
        }
    }

    /// <summary>C = activation(C) for some rows, and the slopes if they are wanted.</summary>
    private static void Activate(Activation activation, T* c, T* slope, nint step, int rows, int columns)
    {
        if (step == columns) (rows, columns) = (1, rows * columns);
        for (int i = 0; i < rows; i++, c += step)
        {
            if (slope is null) Activations.Forward(activation, c, c, columns);
            else Activations.ForwardWithSlope(activation, c, c, slope + (i * step), columns);
        }
    }

    private static nint PackedColumns(int n, int panel) => (nint)(n + panel - 1) / panel * panel;
}
