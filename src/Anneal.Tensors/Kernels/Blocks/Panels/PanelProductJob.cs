using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Rows of activations times matrices in panels: each part takes some of the panels, which it reads from memory once.</summary>
internal unsafe struct PanelProductJob<TCodes> : IJob
    where TCodes : struct, IPanelCodes
{
    /// <summary>Outputs that are computed together: two panels.</summary>
    public const int Wide = 2 * PanelLayout.Rows;

    private const int Tall = 4;

    public PanelMatrix* Matrices;

    /// <summary>Matrices that have parts of their own.</summary>
    public int Count;

    /// <summary>The first matrix's products, after their activation, are multiplied with those of the second.</summary>
    public bool Gated;

    public nint PanelBytes;
    public int Columns;

    /// <summary>A multiple of <see cref="Wide"/>.</summary>
    public int OutputsPerPart;

    /// <summary>Rows of activations, rounded.</summary>
    public byte* X;
    public nint XStep;
    public int Rows;

    public readonly void Run(int index)
    {
        int number = 0;
        while (number + 1 < Count && index >= Matrices[number + 1].FirstPart) number++;
        ref readonly PanelMatrix matrix = ref Matrices[number];
        int first = (index - matrix.FirstPart) * OutputsPerPart, count = Math.Min(OutputsPerPart, matrix.Outputs - first), wide = (count + Wide - 1) / Wide * Wide;
        if (Rows == 1 && !Gated && count % PanelLayout.Rows == 0 && matrix.Epilogue.IsPlain && !matrix.Epilogue.Accumulate)
        {
            MultiplyOne(matrix.Panels, first, count, matrix.Y + first);
            return;
        }
        long area = (long)wide * Rows;
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * ((area * (Gated ? 2 : 1)) + (Tall * Wide)));
        float* sums = (float*)lease.Pointer;
        float* tile = sums + (area * (Gated ? 2 : 1));
        Multiply(matrix.Panels, first, count, wide, sums, tile);
        float* y = matrix.Y + first;
        if (!Gated)
        {
            Store(in matrix, sums, wide, count, first, y);
            return;
        }
        float* values = sums + area;
        Multiply(Matrices[1].Panels, first, count, wide, values, tile);
        Store(in matrix, sums, wide, count, first, y);
        for (int row = 0; row < Rows; row++, y += matrix.Outputs, values += wide)
        {
            var gates = new Span<float>(y, count);
            TensorPrimitives.Multiply(gates, new ReadOnlySpan<float>(values, count), gates);
        }
    }

    /// <summary>One row, whole panels, nothing to do behind: straight to where it belongs.</summary>
    private readonly void MultiplyOne(byte* panels, int first, int count, float* y)
    {
        int groups = Columns / PanelLayout.Group;
        RoundedRow x = RoundedRow.At(X, Columns);
        byte* panel = panels + (first / PanelLayout.Rows * PanelBytes);
        for (int column = 0; column < count; column += PanelLayout.Rows, panel += PanelBytes) PanelProduct<TCodes>.One(panel, groups, x, y + column);
    }

    private readonly void Multiply(byte* panels, int first, int count, int wide, float* sums, float* tile)
    {
        int groups = Columns / PanelLayout.Group;
        for (int column = 0; column < count; column += Wide)
        {
            byte* panel = panels + ((first + column) / PanelLayout.Rows * PanelBytes);
            bool two = column + PanelLayout.Rows < count;
            byte* next = two ? panel + PanelBytes : panel;
            int row = 0;
            for (; row + Tall <= Rows; row += Tall)
            {
                // Beyond the last panel the last is computed again; its sums are not kept.
                PanelProduct<TCodes>.FourByTwo(panel, next, groups, X + (row * XStep), XStep, Columns, tile);
                for (int i = 0; i < Tall; i++) Vector512.Load(tile + (i * Wide)).Store(sums + ((nint)(row + i) * wide) + column);
            }
            for (; row < Rows; row++)
            {
                RoundedRow x = RoundedRow.At(X + (row * XStep), Columns);
                float* y = sums + ((nint)row * wide) + column;
                PanelProduct<TCodes>.One(panel, groups, x, y);
                if (two) PanelProduct<TCodes>.One(next, groups, x, y + PanelLayout.Rows);
            }
        }
    }

    private readonly void Store(in PanelMatrix matrix, float* sums, int wide, int count, int first, float* y)
    {
        Epilogue<float> finish = matrix.Epilogue;
        if (finish.ColumnBias is not null) finish.ColumnBias += first;
        if (Vector512.IsHardwareAccelerated) TileStore<TileLanes512, Vector512<float>, float>.Run(sums, wide, Rows, count, y, matrix.Outputs, in finish, 0, 0, finish.Accumulate, complete: true);
        else if (Vector256.IsHardwareAccelerated) TileStore<TileLanes256, Vector256<float>, float>.Run(sums, wide, Rows, count, y, matrix.Outputs, in finish, 0, 0, finish.Accumulate, complete: true);
        else TileStore<TileLanesScalar<float>, float, float>.Run(sums, wide, Rows, count, y, matrix.Outputs, in finish, 0, 0, finish.Accumulate, complete: true);
    }
}
