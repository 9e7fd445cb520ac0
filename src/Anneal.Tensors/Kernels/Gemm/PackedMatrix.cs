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

        // [chunk of k, panel, k within the chunk, column within the panel]
        int chunk = GemmPlan.ChunkFor(rows);
        for (int start = 0; start < rows; start += chunk)
        {
            int k = Math.Min(chunk, rows - start);
            for (int j = 0; j < columns; j += panel)
            {
                Packing<float>.Strip(
                    b.At(start, j), b.RowStride, b.ColumnStride, k, Math.Min(panel, columns - j), Pointer + (start * width) + ((nint)j * k), panel);
            }
        }
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
