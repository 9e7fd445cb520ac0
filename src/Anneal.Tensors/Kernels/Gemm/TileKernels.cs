namespace Anneal.Tensors.Kernels;

/// <summary>Finds the kernel for a number of rows and of vectors.</summary>
internal static unsafe class TileKernels<TLanes, V, T>
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>The kernel for tiles of <paramref name="rows"/> (1..TLanes.TileRows) by one or two vectors.</summary>
    public static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> Find(int rows, bool twoVectors) =>
        twoVectors ? Find<Count2>(rows) : Find<Count1>(rows);

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> Find<TColumns>(int rows)
        where TColumns : ICount => rows switch
        {
            1 => &TileKernel<TLanes, V, T>.Run<Count1, TColumns>,
            2 => &TileKernel<TLanes, V, T>.Run<Count2, TColumns>,
            3 => &TileKernel<TLanes, V, T>.Run<Count3, TColumns>,
            4 => &TileKernel<TLanes, V, T>.Run<Count4, TColumns>,
            5 => &TileKernel<TLanes, V, T>.Run<Count5, TColumns>,
            6 => &TileKernel<TLanes, V, T>.Run<Count6, TColumns>,
            7 => &TileKernel<TLanes, V, T>.Run<Count7, TColumns>,
            8 => &TileKernel<TLanes, V, T>.Run<Count8, TColumns>,
            9 => &TileKernel<TLanes, V, T>.Run<Count9, TColumns>,
            10 => &TileKernel<TLanes, V, T>.Run<Count10, TColumns>,
            11 => &TileKernel<TLanes, V, T>.Run<Count11, TColumns>,
            _ => &TileKernel<TLanes, V, T>.Run<Count12, TColumns>,
        };
}
