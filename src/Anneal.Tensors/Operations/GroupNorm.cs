using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>(x - mean) / sqrt(variance + epsilon) over each sample's groups of channels, then * weight + bias by channel (Wu and He, 2018).</summary>
internal sealed class GroupNorm : Node
{
    private double epsilon;
    private int groups;

    /// <param name="x">[batch, channels, …].</param>
    /// <param name="weight">[channels], or null.</param>
    /// <param name="bias">[channels], or null.</param>
    public static Tensor Apply(Tensor x, int groups, Tensor? weight, Tensor? bias, double epsilon)
    {
        if (!x.DType.IsDifferentiable() || (weight is not null && weight.DType != x.DType))
            throw new NotSupportedException($"GroupNorm works on float32 or float64 throughout, not on {x.DType} and {weight?.DType}: convert with To().");
        x = x.Contiguous();
        weight = weight?.Contiguous();
        bias = bias?.Contiguous();
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        Tensor mean = Tensor.Uninitialized(Shape.Of(x.Shape[0], groups), x.DType), rstd = Tensor.Uninitialized(mean.Shape, x.DType);
        if (x.DType == DType.Float32) Forward<float>(x, groups, weight, bias, y, mean, rstd, epsilon);
        else Forward<double>(x, groups, weight, bias, y, mean, rstd, epsilon);
        if (Gradients.Needed(x, weight, bias))
        {
            var node = new GroupNorm { epsilon = epsilon, groups = groups };
            node.Save(x, weight, mean, rstd);
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
        int batch = x.Shape[0], channels = x.Shape[1], spatial = checked((int)(x.ElementCount / Math.Max(1, (long)batch * channels)));
        Shape byChannel = Shape.Of(batch, channels, spatial), byGroup = Shape.Of(batch, groups, channels / groups * spatial);
        Tensor centered = x.Reshape(byGroup);
        centered -= centered.Mean(2, keepAxis: true);
        Tensor rstd = 1 / (centered.Square().Mean(2, keepAxis: true) + epsilon).Sqrt(), normal = centered * rstd;
        Tensor dy = gradient.Reshape(byChannel);
        if (Wants(1)) Send(1, (dy * normal.Reshape(byChannel)).Sum([0, 2]));
        if (Wants(2)) Send(2, dy.Sum([0, 2]));
        if (!Wants(0)) return;
        if (weight is not null) dy *= weight.Unsqueeze(1);
        dy = dy.Reshape(byGroup);
        Send(0, (rstd * (dy - dy.Mean(2, keepAxis: true) - (normal * (dy * normal).Mean(2, keepAxis: true)))).Reshape(x.Shape));
    }

    private unsafe void Backward<T>(Tensor gradient, Tensor x)
        where T : unmanaged
    {
        Tensor? weight = LoadOptional(1);
        gradient = gradient.Contiguous();
        Tensor dx = Tensor.Uninitialized(x.Shape, x.DType);
        Tensor? dweight = Wants(1) ? Tensor.Uninitialized(Shape.Of(x.Shape[1]), x.DType) : null;
        Tensor? dbias = Wants(2) ? Tensor.Uninitialized(Shape.Of(x.Shape[1]), x.DType) : null;
        Kernels.GroupNorm.Backward(
            gradient.Pointer<T>(), x.Pointer<T>(), weight is null ? null : weight.Pointer<T>(), Load(2).Pointer<T>(), Load(3).Pointer<T>(),
            dx.Pointer<T>(), dweight is null ? null : dweight.Pointer<T>(), dbias is null ? null : dbias.Pointer<T>(), x.Shape[0], x.Shape[1], Spatial(x), groups);
        GC.KeepAlive(gradient);
        Send(0, dx);
        if (dweight is not null) Send(1, dweight);
        if (dbias is not null) Send(2, dbias);
    }

    private static unsafe void Forward<T>(Tensor x, int groups, Tensor? weight, Tensor? bias, Tensor y, Tensor mean, Tensor rstd, double epsilon)
        where T : unmanaged
    {
        Kernels.GroupNorm.Forward(
            x.Pointer<T>(), weight is null ? null : weight.Pointer<T>(), bias is null ? null : bias.Pointer<T>(), y.Pointer<T>(),
            mean.Pointer<T>(), rstd.Pointer<T>(), x.Shape[0], x.Shape[1], Spatial(x), groups, epsilon);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }

    private static long Spatial(Tensor x)
    {
        long spatial = 1;
        for (int axis = 2; axis < x.Rank; axis++) spatial *= x.Shape[axis];
        return spatial;
    }
}
