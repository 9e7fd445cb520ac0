using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The gradients of <see cref="LstmForward"/> for some rows of the batch, last step first.</summary>
/// <remarks>
/// dOutput [steps, batch, hidden] may be null. dh and dc [batch, hidden] enter with the gradients of the last states and leave
/// with those of the first. dGates [steps, batch, 4 hidden] gets the gradients before the gates' sigmoids and tanh; recurrent is
/// [4 hidden, hidden], as the weights are stored, packed.
/// </remarks>
internal readonly unsafe struct LstmBackward(SequenceWalk walk, void* gates, void* recurrent, void* c, void* squashed, void* dOutput, void* dh, void* dc, void* dGates) : ILaneKernel
{
    public void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        int hidden = walk.Hidden, rows = (int)(end - start);
        for (int s = walk.Steps - 1; s >= 0; s--)
        {
            int t = walk.Time(s);
            for (long row = start; row < end; row++) Cell<L, V, T>(t, row);
            T* dGate = (T*)dGates + ((((long)t * walk.Batch) + start) * 4 * hidden);
            Gemm.RunSerialPacked(rows, hidden, 4 * hidden, new MatrixView<T>(dGate, 4L * hidden, 1), (T*)recurrent, (T*)dh + (start * hidden), hidden, new Epilogue<T> { Accumulate = true });
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cell<L, V, T>(int t, long row)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        int hidden = walk.Hidden;
        long at = ((long)t * walk.Batch) + row;
        T* gate = (T*)gates + (at * 4 * hidden);
        T* dGate = (T*)dGates + (at * 4 * hidden);
        T* tanhC = (T*)squashed + (at * hidden);
        T* cBefore = (T*)c + walk.Before(t) + (row * hidden);
        T* dhRow = (T*)dh + (row * hidden);
        T* dcRow = (T*)dc + (row * hidden);
        T* dOut = dOutput == null ? null : (T*)dOutput + (at * hidden);
        bool ended = walk.HasEnded(t, row);
        if (ended) new Span<T>(dGate, 4 * hidden).Clear();
        V one = L.Constant(1);
        for (int j = 0; j < hidden; j += L.Count)
        {
            int n = Math.Min(L.Count, hidden - j);
            V dHidden = PartialLanes<L, V, T>.Load(dhRow + j, n);
            if (dOut != null) dHidden = L.Add(dHidden, PartialLanes<L, V, T>.Load(dOut + j, n));
            if (ended)
            {
                PartialLanes<L, V, T>.Store(dhRow + j, dHidden, n);
                continue;
            }
            V input = PartialLanes<L, V, T>.Load(gate + j, n);
            V forget = PartialLanes<L, V, T>.Load(gate + hidden + j, n);
            V candidate = PartialLanes<L, V, T>.Load(gate + (2 * hidden) + j, n);
            V output = PartialLanes<L, V, T>.Load(gate + (3 * hidden) + j, n);
            V squash = PartialLanes<L, V, T>.Load(tanhC + j, n);

            // h = o tanh(c); c = f c' + i g. The slope of a sigmoid y is y (1 - y), of a tanh y it is 1 - y^2.
            V dCell = L.MultiplyAdd(L.Multiply(dHidden, output), L.MultiplyAdd(L.Negate(squash), squash, one), PartialLanes<L, V, T>.Load(dcRow + j, n));
            V dInput = L.Multiply(L.Multiply(dCell, candidate), L.Multiply(input, L.Subtract(one, input)));
            V dForget = L.Multiply(L.Multiply(dCell, PartialLanes<L, V, T>.Load(cBefore + j, n)), L.Multiply(forget, L.Subtract(one, forget)));
            V dCandidate = L.Multiply(L.Multiply(dCell, input), L.MultiplyAdd(L.Negate(candidate), candidate, one));
            V dOutputGate = L.Multiply(L.Multiply(dHidden, squash), L.Multiply(output, L.Subtract(one, output)));
            PartialLanes<L, V, T>.Store(dGate + j, dInput, n);
            PartialLanes<L, V, T>.Store(dGate + hidden + j, dForget, n);
            PartialLanes<L, V, T>.Store(dGate + (2 * hidden) + j, dCandidate, n);
            PartialLanes<L, V, T>.Store(dGate + (3 * hidden) + j, dOutputGate, n);
            PartialLanes<L, V, T>.Store(dcRow + j, L.Multiply(dCell, forget), n);

            // The product with the recurrent weights is added next; an ended row keeps what it has.
            PartialLanes<L, V, T>.Store(dhRow + j, L.Zero, n);
        }
    }
}
