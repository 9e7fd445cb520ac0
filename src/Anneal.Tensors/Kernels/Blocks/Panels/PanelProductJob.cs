using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>y[n, out] = x[n, in] · Wᵀ with W in panels: each part takes some of the panels, which it reads from memory once.</summary>
internal unsafe struct PanelProductJob<TCodes> : IJob
    where TCodes : struct, IPanelCodes
{
    private const int Wide = 2 * PanelLayout.Rows;
    private const int Tall = 4;

    public byte* Panels;
    public nint PanelBytes;
    public int Columns;
    public int Outputs;

    /// <summary>A multiple of 16.</summary>
    public int OutputsPerPart;

    /// <summary>Rows of activations, rounded.</summary>
    public byte* X;
    public nint XStep;
    public int Rows;
    public float* Y;
    public Epilogue<float> Epilogue;

    public readonly void Run(int index)
    {
        int first = index * OutputsPerPart, count = Math.Min(OutputsPerPart, Outputs - first), wide = (count + Wide - 1) / Wide * Wide, groups = Columns / PanelLayout.Group;
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * (((long)wide * Rows) + (Tall * Wide)));
        float* sums = (float*)lease.Pointer;
        float* tile = sums + ((nint)wide * Rows);
        for (int column = 0; column < count; column += Wide)
        {
            byte* panel = Panels + ((first + column) / PanelLayout.Rows * PanelBytes);
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
        Epilogue<float> finish = Epilogue;
        if (finish.ColumnBias is not null) finish.ColumnBias += first;
        if (Vector512.IsHardwareAccelerated) TileStore<TileLanes512, Vector512<float>, float>.Run(sums, wide, Rows, count, Y + first, Outputs, in finish, 0, 0, finish.Accumulate, complete: true);
        else if (Vector256.IsHardwareAccelerated) TileStore<TileLanes256, Vector256<float>, float>.Run(sums, wide, Rows, count, Y + first, Outputs, in finish, 0, 0, finish.Accumulate, complete: true);
        else TileStore<TileLanesScalar<float>, float, float>.Run(sums, wide, Rows, count, Y + first, Outputs, in finish, 0, 0, finish.Accumulate, complete: true);
    }
}
