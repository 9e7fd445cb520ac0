using Anneal.Tensors.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Operations;

/// <summary>All layers of a decoder for a few new tokens in one go. Nothing is recorded; each number has the bits that the operations one by one give it.</summary>
internal static unsafe class LayerSteps
{
    /// <summary>With more rows the products take so long that it doesn't matter how they are started.</summary>
    public const int MostRows = 16;

    /// <param name="layers">The layers.</param>
    /// <param name="residual">[rows, size]; becomes the stream behind the last layer, but for what that adds to it.</param>
    /// <param name="heads">Heads of the queries.</param>
    /// <param name="rows">Where the rows stand, and where their keys and values are kept.</param>
    /// <returns>What the last layer adds, [rows, size].</returns>
    public static Tensor Run(Span<StepLayer> layers, Tensor residual, int heads, PagedRows rows)
    {
        int count = residual.Shape[0], size = residual.Shape[1], projected = 0, widest = size, hidden = 0;
        foreach (ref StepLayer layer in layers)
        {
            projected = Math.Max(projected, layer.Projections.Outputs);
            hidden = Math.Max(hidden, layer.Down.Columns);
            widest = Math.Max(widest, Math.Max(layer.Down.Columns, layer.Output.Columns));
        }
        Tensor added = Tensor.Uninitialized(residual.Shape);
        long attended = (long)heads * rows.Size, floats = Whole(count * (size + projected + attended + hidden));
        using Scratch.Lease lease = Scratch.Rent((floats * sizeof(float)) + (count * RoundedRow.Bytes(widest)));
        float* memory = (float*)lease.Pointer;
        fixed (StepLayer* first = layers)
        fixed (CachedRun* runs = rows.Runs)
        fixed (int* positions = rows.Positions)
        {
            CachedAttentionProblem<float> attention = rows.Problem(0, heads, runs);
            attention.Output = memory + ((long)count * (size + projected));
            var phases = new LayerPhases
            {
                Layers = first, LayerCount = layers.Length, Rows = count, Size = size, Residual = residual.Pointer<float>(), Added = added.Pointer<float>(), Normed = memory, Projected = memory + ((long)count * size),
                Attended = attention.Output, Hidden = attention.Output + (count * attended), Rounded = (byte*)(memory + floats), Positions = positions, LayerInPage = (nint)rows.LayerInPage, Attention = attention,
            };
            PhaseBoard.Run(&phases);
        }
        GC.KeepAlive(residual);
        GC.KeepAlive(rows);
        return added;
    }

    /// <summary>Up to whole cache lines.</summary>
    private static long Whole(long floats) => (floats + 15) & ~15L;
}
