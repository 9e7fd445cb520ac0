using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>y = activation(x · Wᵀ + b): x [.., in], W [out, in], b [out], y [.., out].</summary>
internal sealed class Linear : Node
{
    private Activation activation;

    /// <exception cref="ArgumentException">The shapes don't fit each other.</exception>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias = null, Activation activation = Activation.None)
    {
        Check(x, weight, bias);
        x = x.Contiguous();
        if (weight.Strides[0] != 1 && weight.Strides[1] != 1) weight = weight.Contiguous();
        bias = bias?.Contiguous();
        bool recorded = Gradients.Needed(x, weight, bias);

        Tensor y = Tensor.Uninitialized(x.Shape.With(-1, weight.Shape.Dims[0]), x.DType);
        Tensor? slope = recorded && Activations.KeepsSlope(activation) ? Tensor.Uninitialized(y.Shape, y.DType) : null;
        if (x.DType == DType.Float32) Forward<float>(x, weight, bias, y, slope, activation);
        else Forward<double>(x, weight, bias, y, slope, activation);

        if (recorded)
        {
            var node = new Linear { activation = activation };
            node.Save(x, weight, bias, activation == Activation.None ? null : slope ?? y);
            node.Record(y, x, weight, bias);
        }
        return y;
    }

    /// <summary>The same for a constant float32 weight that was laid out before, <c>[in, out]</c>. Not recorded.</summary>
    public static unsafe Tensor Apply(Tensor x, PackedMatrix weight, Tensor? bias, Activation activation)
    {
        x = x.Packed();
        bias = bias?.Packed();
        Tensor y = Tensor.Uninitialized(x.Shape.With(-1, weight.Columns), x.DType);
        var epilogue = new Epilogue<float> { ColumnBias = bias is null ? null : bias.Pointer<float>(), Activation = activation };
        Gemm.Run(checked((int)(x.ElementCount / weight.Rows)), new MatrixView<float>(x.Pointer<float>(), weight.Rows, 1), weight, y.Pointer<float>(), weight.Columns, epilogue);
        GC.KeepAlive(x);
        GC.KeepAlive(bias);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0), weight = Load(1);
        if (Gradients.Enabled)
        {
            Compose(gradient, x, weight);
            return;
        }
        if (x.DType == DType.Float32) Backward<float>(gradient, x, weight);
        else Backward<double>(gradient, x, weight);
    }

    /// <summary>The gradients as recorded operations, so that they can be differentiated again.</summary>
    private void Compose(Tensor gradient, Tensor x, Tensor weight)
    {
        if (activation != Activation.None) gradient *= Activate.Derivative(Apply(x, weight, LoadOptional(2)), activation);
        Tensor dz = gradient.Reshape(-1, gradient.Shape[-1]);
        if (Wants(0)) Send(0, dz.MatMul(weight).Reshape(x.Shape));
        if (Wants(1)) Send(1, dz.T.MatMul(x.Reshape(-1, x.Shape[-1])));
        if (Wants(2)) Send(2, dz.Sum(0));
    }

    private unsafe void Backward<T>(Tensor gradient, Tensor x, Tensor weight)
        where T : unmanaged
    {
        int inputs = weight.Shape.Dims[1], outputs = weight.Shape.Dims[0];
        int rows = checked((int)(gradient.ElementCount / Math.Max(1, outputs)));
        Tensor dz = gradient.Packed();
        Tensor? db = Wants(2) ? Tensor.Uninitialized(Shape.Of(outputs), weight.DType) : null;
        if (activation == Activation.None)
        {
            if (db is not null) ColumnSums.Run(dz.Pointer<T>(), db.Pointer<T>(), rows, outputs);
        }
        else
        {
            dz = BehindActivation<T>(dz, db, rows, outputs);
        }

        var z = new MatrixView<T>(dz.Pointer<T>(), outputs, 1);
        if (Wants(1))
        {
            // A weight that is used twice has a sum already: add to it rather than make a second matrix of its size.
            Tensor? sum = PendingGradient(1);
            sum?.MarkChanged("gradient accumulation");
            Tensor dw = sum ?? Tensor.Uninitialized(weight.Shape, weight.DType);
            Gemm.Run(
                outputs, inputs, rows, z.Transposed, new MatrixView<T>(x.Pointer<T>(), inputs, 1), dw.Pointer<T>(), inputs, new Epilogue<T> { Accumulate = sum is not null });
            if (sum is null) Send(1, dw);
        }
        if (db is not null) Send(2, db);
        if (Wants(0))
        {
            // The same where the input has another way to the objective, such as around a residual branch.
            Tensor? sum = PendingGradient(0);
            sum?.MarkChanged("gradient accumulation");
            Tensor dx = sum ?? Tensor.Uninitialized(x.Shape, x.DType);
            Gemm.Run(
                rows, inputs, outputs, z, new MatrixView<T>(weight.Pointer<T>(), weight.Strides[0], weight.Strides[1]), dx.Pointer<T>(), inputs,
                new Epilogue<T> { Accumulate = sum is not null });
            if (sum is null) Send(0, dx);
        }
        GC.KeepAlive(dz);
    }

    /// <summary>gradient * activation', in the gradient's own buffer where nobody else sees it, and the bias's gradient on the way.</summary>
    private unsafe Tensor BehindActivation<T>(Tensor gradient, Tensor? db, int rows, int outputs)
        where T : unmanaged
    {
        Tensor saved = Load(3), dz = gradient.IsExclusive ? gradient : Tensor.Uninitialized(gradient.Shape, gradient.DType);
        if (db is null) Activations.Backward(activation, gradient.Pointer<T>(), saved.Pointer<T>(), dz.Pointer<T>(), gradient.ElementCount);
        else Activations.BackwardWithBias(activation, gradient.Pointer<T>(), saved.Pointer<T>(), dz.Pointer<T>(), db.Pointer<T>(), rows, outputs);
        GC.KeepAlive(gradient);
        return dz;
    }

    private static unsafe void Forward<T>(Tensor x, Tensor weight, Tensor? bias, Tensor y, Tensor? slope, Activation activation)
        where T : unmanaged
    {
        int inputs = weight.Shape.Dims[1], outputs = weight.Shape.Dims[0];
        int rows = checked((int)(y.ElementCount / Math.Max(1, outputs)));
        var epilogue = new Epilogue<T>
        {
            ColumnBias = bias is null ? null : bias.Pointer<T>(),
            Activation = activation,
            Slope = slope is null ? null : slope.Pointer<T>(),
        };
        Gemm.Run(
            rows, outputs, inputs, new MatrixView<T>(x.Pointer<T>(), inputs, 1),
            new MatrixView<T>(weight.Pointer<T>(), weight.Strides[1], weight.Strides[0]), y.Pointer<T>(), outputs, epilogue);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(slope);
    }

    private static void Check(Tensor x, Tensor weight, Tensor? bias)
    {
        if (weight.Rank != 2) throw new ArgumentException($"Linear: the weight must have shape [out, in], not {weight.Shape}.");
        if (x.Rank == 0 || x.Shape[-1] != weight.Shape.Dims[1])
            throw new ArgumentException($"Linear: an input of shape {x.Shape} doesn't end in the {weight.Shape.Dims[1]} features that the weight {weight.Shape} takes.");
        if (bias is not null && (bias.Rank != 1 || bias.Shape.Dims[0] != weight.Shape.Dims[0]))
            throw new ArgumentException($"Linear: the bias must have shape [{weight.Shape.Dims[0]}], not {bias.Shape}.");
        if (x.DType != weight.DType || (bias is not null && bias.DType != x.DType) || !x.DType.IsDifferentiable())
            throw new NotSupportedException($"Linear works on float32 or float64 throughout, not on an input of {x.DType} and a weight of {weight.DType}: convert with To().");
    }
}
