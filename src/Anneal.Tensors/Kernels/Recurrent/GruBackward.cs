using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The gradients of <see cref="GruForward"/> for some rows of the batch, last step first.</summary>
/// <remarks>
/// dOutput [steps, batch, hidden] may be null. dh [batch, hidden] enters with the gradient of the last state and leaves with that of
/// the first. dGates and dShares [steps, batch, 3 hidden] get the gradients of the input's and of the state's share: they
/// differ in the candidate's third, which the reset gate scales. recurrent is [3 hidden, hidden], as the weights are stored, packed.
/// </remarks>
internal readonly unsafe struct GruBackward(SequenceWalk walk, void* gates, void* shares, void* recurrent, void* h, void* dOutput, void* dh, void* dGates, void* dShares) : ILaneKernel
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
            T* dShare = (T*)dShares + ((((long)t * walk.Batch) + start) * 3 * hidden);
            Gemm.RunSerialPacked(rows, hidden, 3 * hidden, new MatrixView<T>(dShare, 3L * hidden, 1), (T*)recurrent, (T*)dh + (start * hidden), hidden, new Epilogue<T> { Accumulate = true });
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
        T* gate = (T*)gates + (at * 3 * hidden);
        T* share = (T*)shares + (at * 3 * hidden);
        T* dGate = (T*)dGates + (at * 3 * hidden);
        T* dShare = (T*)dShares + (at * 3 * hidden);
        T* before = (T*)h + walk.Before(t) + (row * hidden);
        T* dhRow = (T*)dh + (row * hidden);
        T* dOut = dOutput == null ? null : (T*)dOutput + (at * hidden);
        bool ended = walk.HasEnded(t, row);
        if (ended)
        {
            new Span<T>(dGate, 3 * hidden).Clear();
            new Span<T>(dShare, 3 * hidden).Clear();
        }
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
            V reset = PartialLanes<L, V, T>.Load(gate + j, n);
            V update = PartialLanes<L, V, T>.Load(gate + hidden + j, n);
            V candidate = PartialLanes<L, V, T>.Load(gate + (2 * hidden) + j, n);

            // h = (1 - z) n + z h'; n = tanh(x share + r * state share).
            V dCandidate = L.Multiply(L.Multiply(dHidden, L.Subtract(one, update)), L.MultiplyAdd(L.Negate(candidate), candidate, one));
            V dUpdate = L.Multiply(L.Multiply(dHidden, L.Subtract(PartialLanes<L, V, T>.Load(before + j, n), candidate)), L.Multiply(update, L.Subtract(one, update)));
            V dReset = L.Multiply(L.Multiply(dCandidate, PartialLanes<L, V, T>.Load(share + (2 * hidden) + j, n)), L.Multiply(reset, L.Subtract(one, reset)));
            PartialLanes<L, V, T>.Store(dGate + j, dReset, n);
            PartialLanes<L, V, T>.Store(dGate + hidden + j, dUpdate, n);
            PartialLanes<L, V, T>.Store(dGate + (2 * hidden) + j, dCandidate, n);
            PartialLanes<L, V, T>.Store(dShare + j, dReset, n);
            PartialLanes<L, V, T>.Store(dShare + hidden + j, dUpdate, n);
            PartialLanes<L, V, T>.Store(dShare + (2 * hidden) + j, L.Multiply(dCandidate, reset), n);
            PartialLanes<L, V, T>.Store(dhRow + j, L.Multiply(dHidden, update), n);
        }
    }
}
