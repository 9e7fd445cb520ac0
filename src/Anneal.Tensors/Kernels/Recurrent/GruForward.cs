using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>A whole GRU sequence for some rows of the batch (Cho et al. 2014, with the reset gate after the product as in cuDNN).</summary>
/// <remarks>
/// gates [steps, batch, 3 hidden] holds the input's share of r, z, n and leaves with their values; shares [steps, batch, 3 hidden]
/// gets the state's share; recurrent is [hidden, 3 hidden], packed; bias [3 hidden] belongs to it and may be null; h is [steps + 1, batch, hidden].
/// </remarks>
internal readonly unsafe struct GruForward(SequenceWalk walk, void* gates, void* shares, void* recurrent, void* bias, void* h) : ILaneKernel
{
    public void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        int hidden = walk.Hidden, rows = (int)(end - start);
        for (int s = 0; s < walk.Steps; s++)
        {
            int t = walk.Time(s);
            T* before = (T*)h + walk.Before(t) + (start * hidden);
            T* share = (T*)shares + ((((long)t * walk.Batch) + start) * 3 * hidden);
            Gemm.RunSerialPacked(rows, 3 * hidden, hidden, new MatrixView<T>(before, hidden, 1), (T*)recurrent, share, 3L * hidden, new Epilogue<T> { ColumnBias = (T*)bias });
            for (long row = start; row < end; row++) Cell<L, V, T>(t, row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cell<L, V, T>(int t, long row)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        int hidden = walk.Hidden;
        T* gate = (T*)gates + ((((long)t * walk.Batch) + row) * 3 * hidden);
        T* share = (T*)shares + ((((long)t * walk.Batch) + row) * 3 * hidden);
        T* before = (T*)h + walk.Before(t) + (row * hidden);
        T* after = (T*)h + walk.After(t) + (row * hidden);
        if (walk.HasEnded(t, row))
        {
            new Span<T>(before, hidden).CopyTo(new Span<T>(after, hidden));
            return;
        }
        for (int j = 0; j < hidden; j += L.Count)
        {
            int n = Math.Min(L.Count, hidden - j);
            V reset = Functions<L, V, T>.Sigmoid(L.Add(PartialLanes<L, V, T>.Load(gate + j, n), PartialLanes<L, V, T>.Load(share + j, n)));
            V update = Functions<L, V, T>.Sigmoid(L.Add(PartialLanes<L, V, T>.Load(gate + hidden + j, n), PartialLanes<L, V, T>.Load(share + hidden + j, n)));
            V candidate = Functions<L, V, T>.Tanh(L.MultiplyAdd(reset, PartialLanes<L, V, T>.Load(share + (2 * hidden) + j, n), PartialLanes<L, V, T>.Load(gate + (2 * hidden) + j, n)));
            V previous = PartialLanes<L, V, T>.Load(before + j, n);
            PartialLanes<L, V, T>.Store(gate + j, reset, n);
            PartialLanes<L, V, T>.Store(gate + hidden + j, update, n);
            PartialLanes<L, V, T>.Store(gate + (2 * hidden) + j, candidate, n);
            PartialLanes<L, V, T>.Store(after + j, L.MultiplyAdd(update, L.Subtract(previous, candidate), candidate), n);
        }
    }
}
