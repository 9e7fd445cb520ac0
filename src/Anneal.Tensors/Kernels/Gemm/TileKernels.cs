namespace Anneal.Tensors.Kernels;

/// <summary>What a kernel may take for granted about the way A lies in memory.</summary>
internal enum TileLayout
{
    /// <summary>Columns of A lie side by side: a matrix as it is, stored by rows.</summary>
    Rows = 1,

    /// <summary>Nothing.</summary>
    Any = 2,

    /// <summary>Rows of A lie side by side, StripStep elements from one column to the next: copied for the kernel.</summary>
    Strip = 3,
}

/// <summary>Finds the kernel for a number of rows and of vectors.</summary>
internal static unsafe class TileKernels<TLanes, V, T>
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>The kernel for tiles of <paramref name="rows"/> by one or two vectors (up to 12 rows) or three (up to 8).</summary>
    public static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, nint, void> Find(int rows, int vectors, TileLayout layout = TileLayout.Any) => layout switch
    {
        TileLayout.Rows => Find<Count1>(rows, vectors),
        TileLayout.Strip => Find<Count3>(rows, vectors),
        _ => Find<Count2>(rows, vectors),
    };

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, nint, void> Find<TLayout>(int rows, int vectors)
        where TLayout : ICount => vectors switch
        {
            1 => Find<Count1, TLayout>(rows),
            2 => Find<Count2, TLayout>(rows),
            _ => FindWide<TLayout>(rows),
        };

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, nint, void> Find<TColumns, TLayout>(int rows)
        where TColumns : ICount
        where TLayout : ICount => rows switch
        {
            1 => &TileKernel<TLanes, V, T>.Run<Count1, TColumns, TLayout>,
            2 => &TileKernel<TLanes, V, T>.Run<Count2, TColumns, TLayout>,
            3 => &TileKernel<TLanes, V, T>.Run<Count3, TColumns, TLayout>,
            4 => &TileKernel<TLanes, V, T>.Run<Count4, TColumns, TLayout>,
            5 => &TileKernel<TLanes, V, T>.Run<Count5, TColumns, TLayout>,
            6 => &TileKernel<TLanes, V, T>.Run<Count6, TColumns, TLayout>,
            7 => &TileKernel<TLanes, V, T>.Run<Count7, TColumns, TLayout>,
            8 => &TileKernel<TLanes, V, T>.Run<Count8, TColumns, TLayout>,
            9 => &TileKernel<TLanes, V, T>.Run<Count9, TColumns, TLayout>,
            10 => &TileKernel<TLanes, V, T>.Run<Count10, TColumns, TLayout>,
            11 => &TileKernel<TLanes, V, T>.Run<Count11, TColumns, TLayout>,
            _ => &TileKernel<TLanes, V, T>.Run<Count12, TColumns, TLayout>,
        };

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, nint, void> FindWide<TLayout>(int rows)
        where TLayout : ICount => rows switch
        {
            1 => &WideTileKernel<TLanes, V, T>.Run<Count1, TLayout>,
            2 => &WideTileKernel<TLanes, V, T>.Run<Count2, TLayout>,
            3 => &WideTileKernel<TLanes, V, T>.Run<Count3, TLayout>,
            4 => &WideTileKernel<TLanes, V, T>.Run<Count4, TLayout>,
            5 => &WideTileKernel<TLanes, V, T>.Run<Count5, TLayout>,
            6 => &WideTileKernel<TLanes, V, T>.Run<Count6, TLayout>,
            7 => &WideTileKernel<TLanes, V, T>.Run<Count7, TLayout>,
            _ => &WideTileKernel<TLanes, V, T>.Run<Count8, TLayout>,
        };
}
