using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>(x - mean) / sqrt(variance + epsilon) * weight + bias over the last axes (Ba et al., 2016).</summary>
internal sealed class LayerNorm : Node
{
    private double epsilon;

    /// <param name="shape">The lengths of the axes that are normalised together: the last ones of x.</param>
    /// <param name="weight">Of that shape, or null.</param>
    /// <param name="bias">Of that shape, or null.</param>
    /// <exception cref="ArgumentException">The input doesn't end in these axes.</exception>
    public static Tensor Apply(Tensor x, Shape shape, Tensor? weight, Tensor? bias, double epsilon)
    {
        if (x.Rank < shape.Rank || !x.Shape.Dims[^shape.Rank..].SequenceEqual(shape.Dims))
            throw new ArgumentException($"LayerNorm over {shape}: the input's shape {x.Shape} doesn't end in that.");
        if (!x.DType.IsDifferentiable() || (weight is not null && weight.DType != x.DType))
            throw new NotSupportedException($"LayerNorm works on float32 or float64 throughout, not on {x.DType} and {weight?.DType}: convert with To().");
        x = x.Contiguous();
        weight = weight?.Contiguous();
        bias = bias?.Contiguous();
        bool recorded = Gradients.Needed(x, weight, bias);
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        int rows = checked((int)(x.ElementCount / shape.ElementCount));
        Tensor? statistics = recorded ? Tensor.Uninitialized([2, rows], x.DType) : null; // means, then 1 / deviations
        if (x.DType == DType.Float32) Forward<float>(x, shape, weight, bias, y, statistics, epsilon);
        else Forward<double>(x, shape, weight, bias, y, statistics, epsilon);
        if (recorded)
        {
            var node = new LayerNorm { epsilon = epsilon };
            node.Save(x, weight, statistics);
            node.Record(y, x, weight, bias);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        if (Gradients.Enabled) Compose(gradient, x);
        else if (x.DType == DType.Float32) Backward<float>(gradient, x);
        else Backward<double>(gradient, x);
    }

    /// <summary>The gradients as recorded operations, so that they can be differentiated again.</summary>
    private void Compose(Tensor gradient, Tensor x)
    {
        Tensor? weight = LoadOptional(1);
        int rows = Load(2).Shape[1];
        Shape flat = Shape.Of(rows, checked((int)(x.ElementCount / Math.Max(1, rows))));
        Tensor centered = x.Reshape(flat), dy = gradient.Reshape(flat);
        centered -= centered.Mean(1, keepAxis: true);
        Tensor rstd = 1 / (centered.Square().Mean(1, keepAxis: true) + epsilon).Sqrt(), normal = centered * rstd;
        if (weight is not null)
        {
            if (Wants(1)) Send(1, (dy * normal).Sum(0).Reshape(weight.Shape));
            if (Wants(2)) Send(2, dy.Sum(0).Reshape(weight.Shape));
            dy *= weight.Reshape(-1);
        }
        if (Wants(0)) Send(0, (rstd * (dy - dy.Mean(1, keepAxis: true) - (normal * (dy * normal).Mean(1, keepAxis: true)))).Reshape(x.Shape));
    }

    private unsafe void Backward<T>(Tensor gradient, Tensor x)
        where T : unmanaged
    {
        Tensor? weight = LoadOptional(1);
        gradient = gradient.Contiguous();
        long rows = Load(2).Shape[1], n = x.ElementCount / Math.Max(1, rows);
        T* mean = Load(2).Pointer<T>();

        // Each row is read before it is written, so a gradient that nobody else sees gives its own buffer.
        Tensor dx = gradient.IsExclusive ? gradient : Tensor.Uninitialized(x.Shape, x.DType);
        Tensor? dweight = Wants(1) ? Tensor.Uninitialized(weight!.Shape, x.DType) : null;
        Tensor? dbias = Wants(2) ? Tensor.Uninitialized(weight!.Shape, x.DType) : null;
        Kernels.LayerNorm.Backward(
            gradient.Pointer<T>(), x.Pointer<T>(), weight is null ? null : weight.Pointer<T>(), mean, mean + rows,
            dx.Pointer<T>(), dweight is null ? null : dweight.Pointer<T>(), dbias is null ? null : dbias.Pointer<T>(), rows, n);
        GC.KeepAlive(gradient);
        Send(0, dx);
        if (dweight is not null) Send(1, dweight);
        if (dbias is not null) Send(2, dbias);
    }

    private static unsafe void Forward<T>(Tensor x, Shape shape, Tensor? weight, Tensor? bias, Tensor y, Tensor? statistics, double epsilon)
        where T : unmanaged
    {
        long rows = x.ElementCount / shape.ElementCount;
        T* mean = statistics is null ? null : statistics.Pointer<T>();
        Kernels.LayerNorm.Forward(
            x.Pointer<T>(), weight is null ? null : weight.Pointer<T>(), bias is null ? null : bias.Pointer<T>(), y.Pointer<T>(),
            mean, mean is null ? null : mean + rows, rows, shape.ElementCount, epsilon);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }
}
