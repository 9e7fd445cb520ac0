using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>A whole LSTM sequence for some rows of the batch (Hochreiter and Schmidhuber 1997, with a forget gate).</summary>
/// <remarks>
/// gates [steps, batch, 4 hidden] holds the input's share of i, f, g, o and leaves with their values; recurrent is
/// [hidden, 4 hidden], packed; h and c are [steps + 1, batch, hidden] (see <see cref="SequenceWalk"/>); squashed [steps, batch, hidden] gets tanh(c).
/// </remarks>
internal readonly unsafe struct LstmForward(SequenceWalk walk, void* gates, void* recurrent, void* h, void* c, void* squashed) : ILaneKernel
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
            T* gate = (T*)gates + ((((long)t * walk.Batch) + start) * 4 * hidden);
            Gemm.RunSerialPacked(rows, 4 * hidden, hidden, new MatrixView<T>(before, hidden, 1), (T*)recurrent, gate, 4L * hidden, new Epilogue<T> { Accumulate = true });
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
        T* gate = (T*)gates + ((((long)t * walk.Batch) + row) * 4 * hidden);
        T* hBefore = (T*)h + walk.Before(t) + (row * hidden);
        T* hAfter = (T*)h + walk.After(t) + (row * hidden);
        T* cBefore = (T*)c + walk.Before(t) + (row * hidden);
        T* cAfter = (T*)c + walk.After(t) + (row * hidden);
        T* tanhC = (T*)squashed + ((((long)t * walk.Batch) + row) * hidden);
        if (walk.HasEnded(t, row))
        {
            new Span<T>(hBefore, hidden).CopyTo(new Span<T>(hAfter, hidden));
            new Span<T>(cBefore, hidden).CopyTo(new Span<T>(cAfter, hidden));
            return;
        }
        for (int j = 0; j < hidden; j += L.Count)
        {
            int n = Math.Min(L.Count, hidden - j);
            V input = Functions<L, V, T>.Sigmoid(PartialLanes<L, V, T>.Load(gate + j, n));
            V forget = Functions<L, V, T>.Sigmoid(PartialLanes<L, V, T>.Load(gate + hidden + j, n));
            V candidate = Functions<L, V, T>.Tanh(PartialLanes<L, V, T>.Load(gate + (2 * hidden) + j, n));
            V output = Functions<L, V, T>.Sigmoid(PartialLanes<L, V, T>.Load(gate + (3 * hidden) + j, n));
            V cell = L.MultiplyAdd(forget, PartialLanes<L, V, T>.Load(cBefore + j, n), L.Multiply(input, candidate));
            V squash = Functions<L, V, T>.Tanh(cell);
            PartialLanes<L, V, T>.Store(gate + j, input, n);
            PartialLanes<L, V, T>.Store(gate + hidden + j, forget, n);
            PartialLanes<L, V, T>.Store(gate + (2 * hidden) + j, candidate, n);
            PartialLanes<L, V, T>.Store(gate + (3 * hidden) + j, output, n);
            PartialLanes<L, V, T>.Store(cAfter + j, cell, n);
            PartialLanes<L, V, T>.Store(tanhC + j, squash, n);
            PartialLanes<L, V, T>.Store(hAfter + j, L.Multiply(output, squash), n);
        }
    }
}
