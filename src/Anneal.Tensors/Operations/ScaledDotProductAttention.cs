using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Memory;

namespace Anneal.Tensors.Operations;

/// <summary>softmax(Q·Kᵀ * scale + masks)·V for heads [batch, heads, time, size], without a matrix of all scores.</summary>
internal sealed unsafe class ScaledDotProductAttention : Node
{
    private AttentionTerms terms;

    /// <param name="q">[batch, heads, queries, size].</param>
    /// <param name="k">[batch, key heads, keys, size].</param>
    /// <param name="v">[batch, key heads, keys, value size].</param>
    /// <param name="terms">The scale and the masks.</param>
    /// <returns>[batch, heads, queries, value size], which lies in memory as [batch, queries, heads, value size].</returns>
    public static Tensor Apply(Tensor q, Tensor k, Tensor v, AttentionTerms terms)
    {
        Check(q, k, v);
        int batch = q.Shape[0], heads = q.Shape[1], queries = q.Shape[2];
        terms = terms.Prepare(batch, heads, queries, k.Shape[2], q.DType);
        q = WithRows(q);
        k = WithRows(k);
        v = WithRows(v);
        bool recorded = Gradients.Needed(q, k, v);
        Tensor y = TimeMajor(batch, heads, queries, v.Shape[3], q.DType);
        Tensor? logSumExp = recorded ? Tensor.Uninitialized([batch, heads, queries], q.DType) : null;
        if (q.DType == DType.Float32) Attention.Forward(Problem<float>(q, k, v, y, logSumExp, terms));
        else Attention.Forward(Problem<double>(q, k, v, y, logSumExp, terms));
        GC.KeepAlive(terms);
        GC.KeepAlive(q);
        GC.KeepAlive(k);
        GC.KeepAlive(v);
        if (recorded)
        {
            var node = new ScaledDotProductAttention { terms = terms };
            node.Save(q, k, v, y, logSumExp, terms.Padding, terms.Mask);
            node.Record(y, q, k, v);
        }
        return y;
    }

    /// <summary>Zeros or memory of shape [batch, heads, time, size] that lies as [batch, time, heads, size], so that joining the heads is a view.</summary>
    internal static Tensor TimeMajor(int batch, int heads, int time, int size, DType dtype)
    {
        using Tensor memory = Tensor.Uninitialized([batch, time, heads, size], dtype);
        return memory.ViewOf([batch, heads, time, size], [(long)time * heads * size, size, (long)heads * size, 1], 0);
    }

    internal static HeadView<T> View<T>(Tensor heads)
        where T : unmanaged => new(heads.Pointer<T>(), heads.Strides[0], heads.Strides[1], heads.Strides[2]);

    /// <summary>Itself if the features of a head lie side by side, else a copy.</summary>
    internal static Tensor WithRows(Tensor heads) => heads.Shape[3] <= 1 || heads.Strides[3] == 1 ? heads : heads.Contiguous();

    protected override void Backward(Tensor gradient)
    {
        Tensor q = Load(0), k = Load(1), v = Load(2);
        AttentionTerms saved = terms with { Padding = LoadOptional(5), Mask = LoadOptional(6) };
        if (Gradients.Enabled)
        {
            (Tensor dqs, Tensor dks, Tensor dvs) = AttentionFormula.Backward(q, k, v, Load(4), saved, gradient);
            Send(0, dqs);
            Send(1, dks);
            Send(2, dvs);
            return;
        }
        Tensor dq = TimeMajor(q.Shape[0], q.Shape[1], q.Shape[2], q.Shape[3], q.DType);
        Tensor dk = TimeMajor(k.Shape[0], k.Shape[1], k.Shape[2], k.Shape[3], k.DType);
        Tensor dv = TimeMajor(v.Shape[0], v.Shape[1], v.Shape[2], v.Shape[3], v.DType);
        gradient = WithRows(gradient);
        using Tensor deltas = Tensor.Uninitialized(Load(4).Shape, q.DType);
        if (q.DType == DType.Float32) Run<float>(q, k, v, saved, gradient, deltas, dq, dk, dv);
        else Run<double>(q, k, v, saved, gradient, deltas, dq, dk, dv);
        Send(0, dq);
        Send(1, dk);
        Send(2, dv);
    }

    private void Run<T>(Tensor q, Tensor k, Tensor v, AttentionTerms saved, Tensor gradient, Tensor deltas, Tensor dq, Tensor dk, Tensor dv)
        where T : unmanaged
    {
        if (q.ElementCount == 0 || k.ElementCount == 0)
        {
            foreach (Tensor empty in (ReadOnlySpan<Tensor>)[dq, dk, dv]) new Span<byte>(empty.Address, checked((int)empty.Storage.Capacity)).Clear();
            return;
        }
        var views = new AttentionGradientViews<T>
        {
            Output = View<T>(gradient), Q = View<T>(dq), K = View<T>(dk), V = View<T>(dv), Deltas = deltas.Pointer<T>(),
        };
        Attention.Backward(Problem<T>(q, k, v, Load(3), Load(4), saved), views);
        GC.KeepAlive(gradient);
    }

    private static AttentionProblem<T> Problem<T>(Tensor q, Tensor k, Tensor v, Tensor y, Tensor? logSumExp, AttentionTerms terms)
        where T : unmanaged
    {
        var problem = new AttentionProblem<T>
        {
            Batch = q.Shape[0], Heads = q.Shape[1], KeyHeads = k.Shape[1], Queries = q.Shape[2], Keys = k.Shape[2], Size = q.Shape[3], ValueSize = v.Shape[3],
            Q = View<T>(q), K = View<T>(k), V = View<T>(v), Output = View<T>(y),
            LogSumExp = logSumExp is null ? null : logSumExp.Pointer<T>(),
        };
        terms.Fill(ref problem);
        return problem;
    }

    private static void Check(Tensor q, Tensor k, Tensor v)
    {
        if (q.Rank != 4 || k.Rank != 4 || v.Rank != 4)
            throw new ArgumentException($"Attention takes queries, keys and values of four axes [batch, heads, time, size], not {q.Shape}, {k.Shape} and {v.Shape}.");
        if (!q.DType.IsDifferentiable() || k.DType != q.DType || v.DType != q.DType)
            throw new NotSupportedException($"Attention works on three float32 or three float64 tensors, not on {q.DType}, {k.DType} and {v.DType}: convert with To().");
        if (k.Shape[0] != q.Shape[0] || v.Shape[0] != q.Shape[0] || k.Shape[3] != q.Shape[3] || v.Shape[1] != k.Shape[1] || v.Shape[2] != k.Shape[2])
            throw new ArgumentException($"Attention: queries {q.Shape}, keys {k.Shape} and values {v.Shape} don't go together.");
        if (k.Shape[1] == 0 || q.Shape[1] % k.Shape[1] != 0)
            throw new ArgumentException($"Attention: {q.Shape[1]} query heads can't be shared out over {k.Shape[1]} key heads.");
    }
}
