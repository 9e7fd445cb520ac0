namespace Anneal.Tensors.Kernels;

/// <summary>The vector operations that the matrix product needs, for one register width; its kernels are written once over them.</summary>
/// <typeparam name="V">The vector register.</typeparam>
/// <typeparam name="T">Its element.</typeparam>
internal unsafe interface ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Elements in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the largest register tile that is two vectors wide; it must leave a few registers free.</summary>
    static abstract int TileRows { get; }

    /// <summary>Vectors of a row of B in the tiles of the matrix product.</summary>
    static abstract int PanelVectors { get; }

    /// <summary>Rows of the tiles that are <see cref="PanelVectors"/> wide.</summary>
    static abstract int PanelRows { get; }

    /// <summary>From one column to the next in a strip of A that was copied; at least <see cref="PanelRows"/>.</summary>
    static abstract int StripStep { get; }

    static abstract V Load(T* source);

    static abstract void Store(T* target, V value);

    /// <summary>Loads the first <paramref name="count"/> elements and does not touch what lies behind them; the rest is 0.</summary>
    static abstract V LoadPart(T* source, int count);

    static abstract void StorePart(T* target, V value, int count);

    static abstract V Broadcast(T* source);

    /// <summary>a * b + c, rounded once where the machine can.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    static abstract V Add(V a, V b);

    /// <summary>max(a, 0), where NaN stays NaN.</summary>
    static abstract V Relu(V a);

    /// <summary>The sum of the elements, added in pairs in a fixed order.</summary>
    static abstract T Sum(V a);
}
