using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>x / sqrt(mean(x^2) + epsilon) * weight over the last axis (Zhang and Sennrich, 2019).</summary>
internal sealed class RmsNorm : Node
{
    private double epsilon;

    /// <param name="weight">[size], the length of the last axis.</param>
    /// <exception cref="ArgumentException">The input doesn't end in that size.</exception>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon)
    {
        if (weight.Rank != 1 || x.Rank == 0 || x.Shape[-1] != weight.Shape[0])
            throw new ArgumentException($"RmsNorm: an input of shape {x.Shape} doesn't end in the size of the weight {weight.Shape}.");
        if (!x.DType.IsDifferentiable() || weight.DType != x.DType)
            throw new NotSupportedException($"RmsNorm works on float32 or float64 throughout, not on {x.DType} and {weight.DType}: convert with To().");
        x = x.Contiguous();
        weight = weight.Contiguous();
        bool recorded = Gradients.Needed(x, weight);
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        Tensor? rstd = recorded ? Tensor.Uninitialized(Shape.Of(checked((int)(x.ElementCount / x.Shape[-1]))), x.DType) : null;
        if (x.DType == DType.Float32) Forward<float>(x, weight, y, rstd, epsilon);
        else Forward<double>(x, weight, y, rstd, epsilon);
        if (recorded)
        {
            var node = new RmsNorm { epsilon = epsilon };
            node.Save(x, weight, rstd);
            node.Record(y, x, weight);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0), weight = Load(1);
        if (Gradients.Enabled)
        {
            Tensor rstd = 1 / (x.Square().Mean(-1, keepAxis: true) + epsilon).Sqrt(), normal = x * rstd;
            if (Wants(1)) Send(1, (gradient * normal).SumTo(weight.Shape));
            Tensor dy = gradient * weight;
            if (Wants(0)) Send(0, rstd * (dy - (normal * (dy * normal).Mean(-1, keepAxis: true))));
        }
        else if (x.DType == DType.Float32)
        {
            Backward<float>(gradient, x, weight);
        }
        else
        {
            Backward<double>(gradient, x, weight);
        }
    }

    private unsafe void Backward<T>(Tensor gradient, Tensor x, Tensor weight)
        where T : unmanaged
    {
        gradient = gradient.Contiguous();
        Tensor dx = Tensor.Uninitialized(x.Shape, x.DType);
        Tensor? dweight = Wants(1) ? Tensor.Uninitialized(weight.Shape, x.DType) : null;
        Kernels.LayerNorm.Backward(
            gradient.Pointer<T>(), x.Pointer<T>(), weight.Pointer<T>(), null, Load(2).Pointer<T>(), dx.Pointer<T>(),
            dweight is null ? null : dweight.Pointer<T>(), null, x.ElementCount / weight.ElementCount, weight.ElementCount);
        GC.KeepAlive(gradient);
        Send(0, dx);
        if (dweight is not null) Send(1, dweight);
    }

    private static unsafe void Forward<T>(Tensor x, Tensor weight, Tensor y, Tensor? rstd, double epsilon)
        where T : unmanaged
    {
        Kernels.LayerNorm.RmsForward(
            x.Pointer<T>(), null, null, weight.Pointer<T>(), y.Pointer<T>(), rstd is null ? null : rstd.Pointer<T>(),
            x.ElementCount / weight.ElementCount, weight.ElementCount, epsilon);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
    }
}
