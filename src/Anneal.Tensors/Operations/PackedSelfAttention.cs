using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Self-attention of a packed projection: each row holds the queries of all heads, then the keys, then the values.</summary>
/// <remarks>The kernels read the heads where they lie and write one packed gradient, so nothing is split, transposed or joined.</remarks>
internal sealed unsafe class PackedSelfAttention : Node
{
    private AttentionTerms terms;
    private int heads, keyHeads;

    /// <param name="qkv">[batch, time, (heads + 2 * key heads) * size].</param>
    /// <param name="heads">Heads of the queries.</param>
    /// <param name="keyHeads">Heads of the keys and of the values; divides <paramref name="heads"/>.</param>
    /// <param name="terms">The scale and the masks.</param>
    /// <returns>[batch, time, heads * size].</returns>
    public static Tensor Apply(Tensor qkv, int heads, int keyHeads, AttentionTerms terms)
    {
        int size = HeadSize(qkv.Shape, heads, keyHeads);
        if (!qkv.DType.IsDifferentiable()) throw new NotSupportedException($"Attention works on float32 and float64, not on {qkv.DType}: convert with To().");
        int batch = qkv.Shape[0], time = qkv.Shape[1];
        terms = terms.Prepare(batch, heads, time, time, qkv.DType);
        if (qkv.Strides[2] != 1) qkv = qkv.Contiguous();
        bool recorded = Gradients.Needed(qkv);
        Tensor y = Tensor.Uninitialized([batch, time, heads * size], qkv.DType);
        Tensor? logSumExp = recorded ? Tensor.Uninitialized([batch, heads, time], qkv.DType) : null;
        if (qkv.DType == DType.Float32) Attention.Forward(Problem<float>(qkv, y, logSumExp, heads, keyHeads, terms));
        else Attention.Forward(Problem<double>(qkv, y, logSumExp, heads, keyHeads, terms));
        GC.KeepAlive(terms);
        GC.KeepAlive(qkv);
        if (recorded)
        {
            var node = new PackedSelfAttention { terms = terms, heads = heads, keyHeads = keyHeads };
            node.Save(qkv, y, logSumExp, terms.Padding, terms.Mask);
            node.Record(y, qkv);
        }
        return y;
    }

    /// <summary>The queries, keys and values of a packed projection as views [batch, heads, time, size].</summary>
    public static (Tensor Q, Tensor K, Tensor V) Unpack(Tensor qkv, int heads, int keyHeads)
    {
        int size = HeadSize(qkv.Shape, heads, keyHeads);
        return (Heads(0, heads), Heads(heads, keyHeads), Heads(heads + keyHeads, keyHeads));

        Tensor Heads(int first, int count) =>
            qkv.Slice(2, first * size, (first + count) * size).Reshape(qkv.Shape[0], qkv.Shape[1], count, size).Transpose(1, 2);
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor qkv = Load(0);
        AttentionTerms saved = terms with { Padding = LoadOptional(3), Mask = LoadOptional(4) };
        if (Gradients.Enabled)
        {
            Send(0, Formula(qkv, gradient, saved));
            return;
        }
        Tensor packed = Tensor.Uninitialized(qkv.Shape, qkv.DType);
        if (gradient.Strides[2] != 1) gradient = gradient.Contiguous();
        if (qkv.DType == DType.Float32) Run<float>(qkv, saved, gradient, packed);
        else Run<double>(qkv, saved, gradient, packed);
        Send(0, packed);
    }

    private void Run<T>(Tensor qkv, AttentionTerms saved, Tensor gradient, Tensor packed)
        where T : unmanaged
    {
        if (qkv.ElementCount == 0) return;
        AttentionProblem<T> problem = Problem<T>(qkv, Load(1), Load(2), heads, keyHeads, saved);
        using Scratch.Lease deltas = Scratch.Rent(sizeof(T) * Load(2).ElementCount);
        var views = new AttentionGradientViews<T>
        {
            Output = View<T>(gradient, 0, problem.Size), Q = View<T>(packed, 0, problem.Size), K = View<T>(packed, heads, problem.Size),
            V = View<T>(packed, heads + keyHeads, problem.Size), Deltas = (T*)deltas.Pointer,
        };
        Attention.Backward(problem, views);
        GC.KeepAlive(gradient);
    }

    private Tensor Formula(Tensor qkv, Tensor gradient, AttentionTerms saved)
    {
        (Tensor q, Tensor k, Tensor v) = Unpack(qkv, heads, keyHeads);
        int size = q.Shape[3];
        Tensor dy = gradient.Reshape(qkv.Shape[0], qkv.Shape[1], heads, size).Transpose(1, 2);
        (Tensor dq, Tensor dk, Tensor dv) = AttentionFormula.Backward(q, k, v, Load(2), saved, dy);
        return Packed(dq, 0, heads) + Packed(dk, heads, keyHeads) + Packed(dv, heads + keyHeads, keyHeads);

        Tensor Packed(Tensor part, int first, int count) =>
            Slice.Unslice.Apply(part.Transpose(1, 2).Reshape(qkv.Shape[0], qkv.Shape[1], count * size), qkv.Shape, 2, first * size, 1);
    }

    private static AttentionProblem<T> Problem<T>(Tensor qkv, Tensor y, Tensor? logSumExp, int heads, int keyHeads, AttentionTerms terms)
        where T : unmanaged
    {
        int size = y.Shape[2] / heads;
        var problem = new AttentionProblem<T>
        {
            Batch = qkv.Shape[0], Heads = heads, KeyHeads = keyHeads, Queries = qkv.Shape[1], Keys = qkv.Shape[1], Size = size, ValueSize = size,
            Q = View<T>(qkv, 0, size), K = View<T>(qkv, heads, size), V = View<T>(qkv, heads + keyHeads, size), Output = View<T>(y, 0, size),
            LogSumExp = logSumExp is null ? null : logSumExp.Pointer<T>(),
        };
        terms.Fill(ref problem);
        return problem;
    }

    /// <summary>The heads from <paramref name="first"/> on of rows [batch, time, heads * size].</summary>
    private static HeadView<T> View<T>(Tensor rows, int first, int size)
        where T : unmanaged => new(rows.Pointer<T>() + ((long)first * size), rows.Strides[0], size, rows.Strides[1]);

    private static int HeadSize(Shape shape, int heads, int keyHeads)
    {
        if (heads < 1 || keyHeads < 1 || heads % keyHeads != 0) throw new ArgumentException($"Attention: {heads} query heads can't be shared out over {keyHeads} key heads.");
        int slots = heads + (2 * keyHeads);
        if (shape.Rank != 3 || shape[2] % slots != 0)
            throw new ArgumentException($"Packed attention takes [batch, time, (heads + 2 * key heads) * size]: {shape} doesn't divide into {slots} heads.");
        return shape[2] / slots;
    }
}
