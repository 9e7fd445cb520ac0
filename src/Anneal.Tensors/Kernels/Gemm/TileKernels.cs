namespace Anneal.Tensors.Kernels;

/// <summary>Finds the kernel for a number of rows and of vectors.</summary>
internal static unsafe class TileKernels<TLanes, V, T>
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>The kernel for tiles of <paramref name="rows"/> (1..TLanes.TileRows) by one or two vectors; <paramref name="unitStep"/> promises that a row of A lies side by side.</summary>
    public static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> Find(int rows, bool twoVectors, bool unitStep = false) =>
        twoVectors ? (unitStep ? Find<Count2, Count1>(rows) : Find<Count2, Count2>(rows))
        : unitStep ? Find<Count1, Count1>(rows) : Find<Count1, Count2>(rows);

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> Find<TColumns, TUnitStep>(int rows)
        where TColumns : ICount
        where TUnitStep : ICount => rows switch
        {
            1 => &TileKernel<TLanes, V, T>.Run<Count1, TColumns, TUnitStep>,
            2 => &TileKernel<TLanes, V, T>.Run<Count2, TColumns, TUnitStep>,
            3 => &TileKernel<TLanes, V, T>.Run<Count3, TColumns, TUnitStep>,
            4 => &TileKernel<TLanes, V, T>.Run<Count4, TColumns, TUnitStep>,
            5 => &TileKernel<TLanes, V, T>.Run<Count5, TColumns, TUnitStep>,
            6 => &TileKernel<TLanes, V, T>.Run<Count6, TColumns, TUnitStep>,
            7 => &TileKernel<TLanes, V, T>.Run<Count7, TColumns, TUnitStep>,
            8 => &TileKernel<TLanes, V, T>.Run<Count8, TColumns, TUnitStep>,
            9 => &TileKernel<TLanes, V, T>.Run<Count9, TColumns, TUnitStep>,
            10 => &TileKernel<TLanes, V, T>.Run<Count10, TColumns, TUnitStep>,
            11 => &TileKernel<TLanes, V, T>.Run<Count11, TColumns, TUnitStep>,
            _ => &TileKernel<TLanes, V, T>.Run<Count12, TColumns, TUnitStep>,
        };
}
