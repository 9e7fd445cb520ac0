using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>-weight[target] * x[row, target] for every row of log-probabilities [rows, classes].</summary>
internal sealed class NegativeLogLikelihood : Node
{
    private long ignoreIndex;

    /// <param name="x">[rows, classes].</param>
    /// <param name="targets">[rows], checked int64.</param>
    /// <param name="rowWeights">[rows]: the weight of each row's class, 0 for an ignored one.</param>
    public static Tensor Apply(Tensor x, Tensor targets, Tensor rowWeights, long ignoreIndex)
    {
        Tensor y = Tensor.Zeros(rowWeights.Shape, x.DType);
        if (x.DType == DType.Float32) Pick<float>(x, targets, y, ignoreIndex);
        else Pick<double>(x, targets, y, ignoreIndex);
        Tensor result;
        using (Gradients.NoGrad()) result = -(y * rowWeights);
        if (Gradients.Needed(x))
        {
            var node = new NegativeLogLikelihood { ignoreIndex = ignoreIndex };
            node.Save(x, targets, rowWeights);
            node.Record(result, x);
        }
        return result;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        if (Gradients.Enabled)
        {
            // Linear in x: a constant matrix with one element in each row.
            Tensor one = Tensor.Zeros(x.Shape, x.DType);
            using (Gradients.NoGrad()) Fill(one, -Load(2));
            Send(0, gradient.Unsqueeze(1) * one);
            return;
        }
        Tensor dx = Tensor.Zeros(x.Shape, x.DType);
        Fill(dx, -(gradient * Load(2)));
        Send(0, dx);
    }

    private void Fill(Tensor dx, Tensor values)
    {
        if (dx.DType == DType.Float32) Put<float>(dx, Load(1), values, ignoreIndex);
        else Put<double>(dx, Load(1), values, ignoreIndex);
    }

    private static unsafe void Pick<T>(Tensor x, Tensor targets, Tensor y, long ignoreIndex)
        where T : unmanaged
    {
        T* from = x.Pointer<T>();
        T* to = y.Pointer<T>();
        long row = x.Strides[0], column = x.Strides[1];
        ReadOnlySpan<long> classes = targets.AsReadOnlySpan<long>();
        for (int r = 0; r < classes.Length; r++)
            if (classes[r] != ignoreIndex) to[r] = from[(r * row) + (classes[r] * column)];
        GC.KeepAlive(x);
    }

    private static unsafe void Put<T>(Tensor dx, Tensor targets, Tensor values, long ignoreIndex)
        where T : unmanaged
    {
        T* to = dx.Pointer<T>();
        T* from = values.Contiguous().Pointer<T>();
        long row = dx.Shape[1];
        ReadOnlySpan<long> classes = targets.AsReadOnlySpan<long>();
        for (int r = 0; r < classes.Length; r++)
            if (classes[r] != ignoreIndex) to[(r * row) + classes[r]] = from[r];
        GC.KeepAlive(values);
    }
}
