using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>A constant right-hand matrix B[rows, columns], laid out once for the kernel: for weights at inference.</summary>
/// <remarks>The layout depends on the machine's vector width: it lives in memory only and is never written to a file.</remarks>
internal sealed unsafe class PackedMatrix
{
    private const int Alignment = 64;

    private readonly float[] memory;

    /// <summary>Copies the matrix.</summary>
    public PackedMatrix(int rows, int columns, MatrixView<float> b)
    {
        Rows = rows;
        Columns = columns;
        int panel = 2 * Lanes;
        nint width = (nint)(columns + panel - 1) / panel * panel;
        memory = GC.AllocateUninitializedArray<float>(checked((int)((width * rows) + (Alignment / sizeof(float)))), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref memory[0]);
        Pointer = (float*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));

        var pack = new PackJob<float>(b, rows, columns, panel, Pointer);
        for (int i = 0; i < pack.Parts; i++) pack.Run(i);
    }

    public int Rows { get; }

    public int Columns { get; }

    internal float* Pointer { get; }

    private static int Lanes =>
        Vector512.IsHardwareAccelerated ? TileLanes512.Count
        : Vector256.IsHardwareAccelerated ? TileLanes256.Count
        : Vector128.IsHardwareAccelerated ? TileLanes128.Count
        : 1;
}
