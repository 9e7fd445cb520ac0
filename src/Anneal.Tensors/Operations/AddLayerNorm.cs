using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Layer normalisation of x plus a residual over the last axis, in one pass; the sum comes out as well.</summary>
internal sealed unsafe class AddLayerNorm : Node
{
    private double epsilon;

    /// <param name="x">[.., size].</param>
    /// <param name="residual">The same shape.</param>
    /// <param name="weight">[size].</param>
    /// <param name="bias">[size].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="sum">x + residual.</param>
    public static Tensor Apply(Tensor x, Tensor residual, Tensor weight, Tensor bias, double epsilon, out Tensor sum)
    {
        Check(x, residual, weight, bias);
        x = x.Contiguous();
        residual = residual.Contiguous();
        weight = weight.Contiguous();
        bias = bias.Contiguous();
        bool recorded = Gradients.Needed(x, residual, weight, bias);
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        sum = Tensor.Uninitialized(x.Shape, x.DType);
        int n = x.Shape[-1], rows = n == 0 ? 0 : checked((int)(x.ElementCount / n));
        Tensor? statistics = recorded ? Tensor.Uninitialized([2, rows], x.DType) : null; // means, then 1 / deviations
        if (x.DType == DType.Float32) Forward<float>(x, residual, sum, weight, bias, y, statistics, rows, epsilon);
        else Forward<double>(x, residual, sum, weight, bias, y, statistics, rows, epsilon);
        if (!recorded) return y;

        var node = new AddLayerNorm { epsilon = epsilon };
        node.Save(sum, weight, statistics);
        node.RecordMany([y, sum], x, residual, weight, bias);
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
            if (ofSum is not null) dx = Total(dx, ofSum);
        }
        Send(0, dx);
        Send(1, dx);
    }

    private static void Forward<T>(Tensor x, Tensor residual, Tensor sum, Tensor weight, Tensor bias, Tensor y, Tensor? statistics, int rows, double epsilon)
        where T : unmanaged
    {
        T* mean = statistics is null ? null : statistics.Pointer<T>();
        Kernels.LayerNorm.ForwardWithResidual(
            x.Pointer<T>(), residual.Pointer<T>(), sum.Pointer<T>(), weight.Pointer<T>(), bias.Pointer<T>(), y.Pointer<T>(),
            mean, mean is null ? null : mean + rows, rows, x.Shape[-1], epsilon);
        GC.KeepAlive(x);
        GC.KeepAlive(residual);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }

    private Tensor Backward<T>(Tensor gradient, Tensor sum)
        where T : unmanaged
    {
        gradient = gradient.Contiguous();
        int n = sum.Shape[-1];
        long rows = Load(2).Shape[1];
        T* mean = Load(2).Pointer<T>();

        // Each row is read before it is written, so a gradient that nobody else sees gives its own buffer.
        Tensor dx = gradient.IsExclusive ? gradient : Tensor.Uninitialized(sum.Shape, sum.DType);
        Tensor? dw = Wants(2) ? Tensor.Uninitialized([n], sum.DType) : null, db = Wants(3) ? Tensor.Uninitialized([n], sum.DType) : null;
        Kernels.LayerNorm.Backward(
            gradient.Pointer<T>(), sum.Pointer<T>(), Load(1).Pointer<T>(), mean, mean + rows, dx.Pointer<T>(),
            dw is null ? null : dw.Pointer<T>(), db is null ? null : db.Pointer<T>(), rows, n);
        GC.KeepAlive(gradient);
        if (dw is not null) Send(2, dw);
        if (db is not null) Send(3, db);
        return dx;
    }

    /// <summary>The gradients as recorded operations, so that they can be differentiated again.</summary>
    private Tensor Compose(Tensor gradient, Tensor sum)
    {
        int n = sum.Shape[-1];
        Tensor centered = sum - sum.Mean(-1, keepAxis: true);
        Tensor rstd = 1 / (centered.Square().Mean(-1, keepAxis: true) + epsilon).Sqrt(), h = centered * rstd;
        if (Wants(2)) Send(2, (gradient * h).Reshape(-1, n).Sum(0));
        if (Wants(3)) Send(3, gradient.Reshape(-1, n).Sum(0));
        Tensor g = gradient * Load(1);
        return rstd * (g - g.Mean(-1, keepAxis: true) - (h * (g * h).Mean(-1, keepAxis: true)));
    }

    /// <summary>a + b, in the buffer of b where nobody else sees it.</summary>
    internal static Tensor Total(Tensor a, Tensor b)
    {
        if (Gradients.Enabled || !b.IsExclusive || !a.IsContiguous) return a + b;
        Engine.AddInPlace(b, a);
        return b;
    }

    private static void Check(Tensor x, Tensor residual, Tensor weight, Tensor bias)
    {
        if (!x.DType.IsDifferentiable() || residual.DType != x.DType || weight.DType != x.DType || bias.DType != x.DType)
            throw new NotSupportedException($"LayerNorm of a sum works on float32 or float64 throughout, not on {x.DType}, {residual.DType} and {weight.DType}: convert with To().");
        if (x.Rank == 0 || !residual.Shape.Equals(x.Shape) || weight.Rank != 1 || weight.Shape[0] != x.Shape[-1] || !bias.Shape.Equals(weight.Shape))
            throw new ArgumentException($"LayerNorm of a sum: {x.Shape}, residual {residual.Shape}, weight {weight.Shape} and bias {bias.Shape} don't go together.");
    }
}
