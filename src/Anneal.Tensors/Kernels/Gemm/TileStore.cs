using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Brings a finished tile to C: adds what is there, the biases, applies the activation.</summary>
internal static unsafe class TileStore<TLanes, V, T>
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <param name="tile">[rows, columns] sums; overwritten.</param>
    /// <param name="tileStep">From one row of the tile to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns; any number.</param>
    /// <param name="c">Where the tile goes.</param>
    /// <param name="ldc">From one row of C to the next.</param>
    /// <param name="finish">Its pointers stand at the start of the part of C.</param>
    /// <param name="row">The tile's first row, counted in the part.</param>
    /// <param name="column">The tile's first column, counted in the part.</param>
    /// <param name="add">Whether to add to what C holds.</param>
    /// <param name="complete">Whether the sums are complete, so that biases and activation are due.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(T* tile, nint tileStep, int rows, int columns, T* c, nint ldc, in Epilogue<T> finish, int row, int column, bool add, bool complete)
    {
        T* columnBias = complete && finish.ColumnBias is not null ? finish.ColumnBias + column : null;
        T* rowBias = complete && finish.RowBias is not null ? finish.RowBias + row : null;
        T* slope = complete && finish.Slope is not null ? finish.Slope + (row * ldc) + column : null;
        Activation activation = complete ? finish.Activation : Activation.None;
        // Relu is done on the way; a function that takes many steps is applied on the way from the tile to C.
        bool inTile = activation > Activation.Relu;
        for (int i = 0; i < rows; i++)
        {
            T* from = tile + (i * tileStep);
            T* old = c + (i * ldc);
            T* to = inTile ? from : old;
            V bias = rowBias is not null ? TLanes.Broadcast(rowBias + i) : default;
            int j = 0;
            for (; j + TLanes.Count <= columns; j += TLanes.Count)
            {
                V z = TLanes.Load(from + j);
                if (add) z = TLanes.Add(TLanes.Load(old + j), z);
                if (columnBias is not null) z = TLanes.Add(z, TLanes.Load(columnBias + j));
                if (rowBias is not null) z = TLanes.Add(z, bias);
                if (activation == Activation.Relu) z = TLanes.Relu(z);
                TLanes.Store(to + j, z);
            }
            if (j < columns)
            {
                int rest = columns - j;
                V z = TLanes.LoadPart(from + j, rest);
                if (add) z = TLanes.Add(TLanes.LoadPart(old + j, rest), z);
                if (columnBias is not null) z = TLanes.Add(z, TLanes.LoadPart(columnBias + j, rest));
                if (rowBias is not null) z = TLanes.Add(z, bias);
                if (activation == Activation.Relu) z = TLanes.Relu(z);
                TLanes.StorePart(to + j, z, rest);
            }
        }
        for (int i = 0; inTile && i < rows; i++, tile += tileStep, c += ldc)
        {
            if (slope is null) Activations.Forward(activation, tile, c, columns);
            else Activations.ForwardWithSlope(activation, tile, c, slope + (i * ldc), columns);
        }
    }
}
