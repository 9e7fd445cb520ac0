using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>RMS normalisation of x plus a residual over the last axis, in one pass; the sum comes out as well.</summary>
internal sealed unsafe class AddRmsNorm : Node
{
    private double epsilon;

    /// <param name="x">[.., size].</param>
    /// <param name="residual">The same shape.</param>
    /// <param name="weight">[size].</param>
    /// <param name="epsilon">Added to the mean of the squares.</param>
    /// <param name="sum">x + residual.</param>
    /// <exception cref="ArgumentException">The shapes don't go together.</exception>
    public static Tensor Apply(Tensor x, Tensor residual, Tensor weight, double epsilon, out Tensor sum)
    {
        if (!x.DType.IsDifferentiable() || residual.DType != x.DType || weight.DType != x.DType)
            throw new NotSupportedException($"RmsNorm of a sum works on float32 or float64 throughout, not on {x.DType}, {residual.DType} and {weight.DType}: convert with To().");
        if (x.Rank == 0 || !residual.Shape.Equals(x.Shape) || weight.Rank != 1 || weight.Shape[0] != x.Shape[-1])
            throw new ArgumentException($"RmsNorm of a sum: {x.Shape}, residual {residual.Shape} and weight {weight.Shape} don't go together.");
        x = x.Contiguous();
        residual = residual.Contiguous();
        weight = weight.Contiguous();
        bool recorded = Gradients.Needed(x, residual, weight);
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        sum = Tensor.Uninitialized(x.Shape, x.DType);
        int n = x.Shape[-1], rows = n == 0 ? 0 : checked((int)(x.ElementCount / n));
        Tensor? rstd = recorded ? Tensor.Uninitialized(Shape.Of(rows), x.DType) : null;
        if (x.DType == DType.Float32) Forward<float>(x, residual, sum, weight, y, rstd, rows, epsilon);
        else Forward<double>(x, residual, sum, weight, y, rstd, rows, epsilon);
        if (!recorded) return y;

        var node = new AddRmsNorm { epsilon = epsilon };
        node.Save(sum, weight, rstd);
        node.RecordMany([y, sum], x, residual, weight);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor? ofSum = GradientOf(1);
        Tensor dx;
        if (gradient is null) dx = ofSum!; // only the sum was used
        else
        {
            Tensor sum = Load(0);
            dx = Gradients.Enabled ? Compose(gradient, sum) : sum.DType == DType.Float32 ? Backward<float>(gradient, sum) : Backward<double>(gradient, sum);
            if (ofSum is not null) dx = AddLayerNorm.Total(dx, ofSum);
        }
        Send(0, dx);
        Send(1, dx);
    }

    private static void Forward<T>(Tensor x, Tensor residual, Tensor sum, Tensor weight, Tensor y, Tensor? rstd, int rows, double epsilon)
        where T : unmanaged
    {
        Kernels.LayerNorm.RmsForward(
            x.Pointer<T>(), residual.Pointer<T>(), sum.Pointer<T>(), weight.Pointer<T>(), y.Pointer<T>(), rstd is null ? null : rstd.Pointer<T>(), rows, x.Shape[-1], epsilon);
        GC.KeepAlive(x);
        GC.KeepAlive(residual);
        GC.KeepAlive(weight);
    }

    private Tensor Backward<T>(Tensor gradient, Tensor sum)
        where T : unmanaged
    {
        gradient = gradient.Contiguous();
        int n = sum.Shape[-1];
        Tensor dx = gradient.IsExclusive ? gradient : Tensor.Uninitialized(sum.Shape, sum.DType);
        Tensor? dw = Wants(2) ? Tensor.Uninitialized([n], sum.DType) : null;
        Kernels.LayerNorm.Backward(
            gradient.Pointer<T>(), sum.Pointer<T>(), Load(1).Pointer<T>(), null, Load(2).Pointer<T>(), dx.Pointer<T>(), dw is null ? null : dw.Pointer<T>(), null, Load(2).ElementCount, n);
        GC.KeepAlive(gradient);
        if (dw is not null) Send(2, dw);
        return dx;
    }

    /// <summary>The gradients as recorded operations, so that they can be differentiated again.</summary>
    private Tensor Compose(Tensor gradient, Tensor sum)
    {
        Tensor rstd = 1 / (sum.Square().Mean(-1, keepAxis: true) + epsilon).Sqrt(), h = sum * rstd;
        if (Wants(2)) Send(2, (gradient * h).Reshape(-1, sum.Shape[-1]).Sum(0));
        Tensor g = gradient * Load(1);
        return rstd * (g - (h * (g * h).Mean(-1, keepAxis: true)));
    }
}
