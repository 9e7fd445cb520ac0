namespace Anneal.Tensors.Kernels;

/// <summary>A whole sequence of the simple recurrent layer h = f(x share + state share) for some rows of the batch (Elman 1990).</summary>
/// <remarks>shares [steps, batch, hidden] holds the input's share; recurrent is [hidden, hidden] transposed and packed; h is [steps + 1, batch, hidden].</remarks>
internal readonly unsafe struct ElmanForward(SequenceWalk walk, void* shares, void* recurrent, void* h, bool relu) : ILaneKernel
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
            T* after = (T*)h + walk.After(t) + (start * hidden);
            T* share = (T*)shares + ((((long)t * walk.Batch) + start) * hidden);
            new Span<T>(share, rows * hidden).CopyTo(new Span<T>(after, rows * hidden));
            Gemm.RunSerialPacked(rows, hidden, hidden, new MatrixView<T>(before, hidden, 1), (T*)recurrent, after, hidden, new Epilogue<T>
            {
                Accumulate = true,
                Activation = relu ? Activation.Relu : Activation.Tanh,
            });
            for (long row = start; row < end; row++)
            {
                if (!walk.HasEnded(t, row)) continue;
                new Span<T>((T*)h + walk.Before(t) + (row * hidden), hidden).CopyTo(new Span<T>((T*)h + walk.After(t) + (row * hidden), hidden));
            }
        }
    }
}

/// <summary>The gradients of <see cref="ElmanForward"/> for some rows of the batch, last step first.</summary>
/// <remarks>
/// dOutput [steps, batch, hidden] may be null. dh [batch, hidden] enters with the gradient of the last state and leaves with that of
/// the first; dShares [steps, batch, hidden] gets the gradients before f; recurrent is [hidden, hidden], as the weights are stored, packed.
/// </remarks>
internal readonly unsafe struct ElmanBackward(SequenceWalk walk, void* recurrent, void* h, void* dOutput, void* dh, void* dShares, bool relu) : ILaneKernel
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
            T* dShare = (T*)dShares + ((((long)t * walk.Batch) + start) * hidden);
            Gemm.RunSerialPacked(rows, hidden, hidden, new MatrixView<T>(dShare, hidden, 1), (T*)recurrent, (T*)dh + (start * hidden), hidden, new Epilogue<T> { Accumulate = true });
        }
    }

    private void Cell<L, V, T>(int t, long row)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        int hidden = walk.Hidden;
        long at = ((long)t * walk.Batch) + row;
        T* after = (T*)h + walk.After(t) + (row * hidden);
        T* dShare = (T*)dShares + (at * hidden);
        T* dhRow = (T*)dh + (row * hidden);
        T* dOut = dOutput == null ? null : (T*)dOutput + (at * hidden);
        bool ended = walk.HasEnded(t, row);
        V one = L.Constant(1);
        for (int j = 0; j < hidden; j += L.Count)
        {
            int n = Math.Min(L.Count, hidden - j);
            V dHidden = PartialLanes<L, V, T>.Load(dhRow + j, n);
            if (dOut != null) dHidden = L.Add(dHidden, PartialLanes<L, V, T>.Load(dOut + j, n));
            V y = PartialLanes<L, V, T>.Load(after + j, n);
            V slope = relu ? L.Select(L.GreaterThan(y, L.Zero), one, L.Zero) : L.MultiplyAdd(L.Negate(y), y, one);
            PartialLanes<L, V, T>.Store(dShare + j, ended ? L.Zero : L.Multiply(dHidden, slope), n);
            PartialLanes<L, V, T>.Store(dhRow + j, ended ? dHidden : L.Zero, n);
        }
    }
}
