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
        memory = GC.AllocateUninitializedArray<float>(checked((int)(Length<float>(rows, columns) + (Alignment / sizeof(float)))), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref memory[0]);
        Pointer = (float*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
        Pack(b, rows, columns, Pointer);
    }

    public int Rows { get; }

    public int Columns { get; }

    internal float* Pointer { get; }

    /// <summary>Elements of a packed matrix: its last panel is filled up.</summary>
    public static long Length<T>(int rows, int columns)
        where T : unmanaged
    {
        int panel = PanelWidth<T>();
        return (long)(columns + panel - 1) / panel * panel * rows;
    }

    /// <summary>Lays a matrix out into memory of the caller, for a product that is repeated a few times with it.</summary>
    public static void Pack<T>(MatrixView<T> b, int rows, int columns, T* to)
        where T : unmanaged
    {
        var pack = new PackJob<T>(b, rows, columns, PanelWidth<T>(), GemmPlan.ChunkFor(rows), to);
        for (int i = 0; i < pack.Parts; i++) pack.Run(i);
    }

    private static int PanelWidth<T>() =>
        typeof(T) == typeof(double) ? TileLanesScalar<double>.PanelVectors
        : Vector512.IsHardwareAccelerated ? TileLanes512.PanelVectors * TileLanes512.Count
        : Vector256.IsHardwareAccelerated ? TileLanes256.PanelVectors * TileLanes256.Count
        : Vector128.IsHardwareAccelerated ? TileLanes128.PanelVectors * TileLanes128.Count
        : TileLanesScalar<float>.PanelVectors;
}
