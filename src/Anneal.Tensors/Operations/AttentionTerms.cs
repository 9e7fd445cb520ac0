using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>What attention is asked for besides queries, keys and values.</summary>
/// <param name="Causal">Query i sees the keys up to i + keys - queries.</param>
/// <param name="Scale">Multiplies the scores.</param>
/// <param name="Padding">[batch, keys], true where a key is padding; or null.</param>
/// <param name="Mask">Broadcasts to [batch, heads, queries, keys]: true where a key is hidden, or numbers that are added to the scores; or null.</param>
internal readonly record struct AttentionTerms(bool Causal, double Scale, Tensor? Padding, Tensor? Mask)
{
    /// <summary>Which weights are dropped.</summary>
    public AttentionDropout Dropout { get; init; }

    /// <summary>How many of the last keys a query sees, its own included; 0 for all.</summary>
    public int Window { get; init; }

    /// <summary>Scores s become cap * tanh(s / cap); 0 for none.</summary>
    public double Softcap { get; init; }

    /// <summary>Checks the masks and brings them into the layout that the kernels read.</summary>
    public AttentionTerms Prepare(int batch, int heads, int queries, int keys, DType dtype)
    {
        Tensor? padding = Padding, mask = Mask;
        if (padding is not null)
        {
            if (padding.DType != DType.Bool || !padding.Shape.Equals([batch, keys]))
                throw new ArgumentException($"Attention's key padding must be bool [batch, keys] = [{batch}, {keys}], not {padding.DType} {padding.Shape}.");
            padding = padding.Contiguous();
        }
        if (mask is not null)
        {
            if (mask.DType != DType.Bool && mask.DType != dtype)
                throw new ArgumentException($"Attention's mask must be bool or {dtype} as the queries are, not {mask.DType}.");
            if (mask.RequiresGradient) throw new NotSupportedException("Attention's mask has no gradient: call Detach(), or add it to the scores of an attention written with MatMul and Softmax.");
            mask = mask.Expand([batch, heads, queries, keys]);
            if (keys > 1 && mask.Strides[3] != 1) mask = mask.Contiguous();
        }
        return this with { Padding = padding, Mask = mask };
    }

    /// <summary>Puts the scale and the masks into a call of the kernels.</summary>
    public unsafe void Fill<T>(ref AttentionProblem<T> problem)
        where T : unmanaged
    {
        problem.Causal = Causal;
        problem.Scale = Scale;
        problem.Dropout = Dropout;
        problem.Window = Window;
        problem.Softcap = Softcap;
        if (Padding is not null) problem.Padding = Padding.Address;
        if (Mask is null) return;
        ReadOnlySpan<long> strides = Mask.Strides;
        if (Mask.DType == DType.Bool) problem.Hidden = new HeadView<byte>(Mask.Address, strides[0], strides[1], strides[2]);
        else problem.Added = new HeadView<T>(Mask.Pointer<T>(), strides[0], strides[1], strides[2]);
    }
}
