using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>y = activation(x · Wᵀ + b) with a constant W stored in blocks: x [.., in], W [out, in], b [out], y [.., out].</summary>
internal sealed unsafe class QuantizedLinear : Node
{
    /// <summary>Rows of W that are dequantised at a time on the way back.</summary>
    private const int RowsAtOnce = 1024;

    private Activation activation;
    private QuantizedMatrix? weight;

    /// <exception cref="ArgumentException">The shapes don't fit each other.</exception>
    public static Tensor Apply(Tensor x, QuantizedMatrix weight, Tensor? bias = null, Activation activation = Activation.None)
    {
        Check(x, weight, bias);
        x = x.Contiguous();
        bias = bias?.Contiguous();
        bool recorded = bias is null ? Gradients.Needed(x) : Gradients.Needed(x, bias);
        Tensor y = Tensor.Uninitialized(x.Shape.With(-1, weight.Rows));
        Tensor? slope = recorded && Activations.KeepsSlope(activation) ? Tensor.Uninitialized(y.Shape) : null;
        var epilogue = new Epilogue<float>
        {
            ColumnBias = bias is null ? null : bias.Pointer<float>(), Activation = activation, Slope = slope is null ? null : slope.Pointer<float>(),
        };
        BlockGemm.Run(weight, x.Pointer<float>(), checked((int)(x.ElementCount / weight.Columns)), y.Pointer<float>(), epilogue, exact: recorded);
        GC.KeepAlive(x);
        GC.KeepAlive(bias);
        if (recorded)
        {
            var node = new QuantizedLinear { activation = activation, weight = weight };
            node.Save(x, bias, activation == Activation.None ? null : slope ?? y);
            node.Record(y, x, bias);
        }
        return y;
    }

    /// <summary>Whether matrices can take the same input in one go: all in panels of one format.</summary>
    public static bool GoTogether(QuantizedMatrix first, QuantizedMatrix second) => first.PanelBytes != 0 && second.PanelBytes != 0 && first.Format == second.Format;

    /// <summary>x · Wᵀ + b for several matrices of which each may <see cref="GoTogether"/> with the first. Nothing is recorded.</summary>
    public static Tensor[] ApplyTogether(Tensor x, ReadOnlySpan<QuantizedMatrix> weights, ReadOnlySpan<Tensor?> biases)
    {
        x = x.Contiguous();
        var results = new Tensor[weights.Length];
        PanelMatrix* matrices = stackalloc PanelMatrix[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            Check(x, weights[i], biases[i]);
            results[i] = Tensor.Uninitialized(x.Shape.With(-1, weights[i].Rows));
            matrices[i] = new PanelMatrix { Panels = weights[i].Pointer, Outputs = weights[i].Rows, Y = results[i].Pointer<float>(), Epilogue = new Epilogue<float> { ColumnBias = biases[i] is { } bias ? bias.Pointer<float>() : null } };
        }
        PanelGemm.Run(matrices, weights.Length, weights[0].Format, x.Pointer<float>(), checked((int)(x.ElementCount / weights[0].Columns)), weights[0].Columns);
        GC.KeepAlive(x);
        foreach (QuantizedMatrix weight in weights) GC.KeepAlive(weight);
        foreach (Tensor? bias in biases) GC.KeepAlive(bias);
        return results;
    }

    /// <summary>activation(x · gateᵀ) times x · upᵀ, element by element, for two matrices of one size that <see cref="GoTogether"/>. Nothing is recorded.</summary>
    public static Tensor ApplyGated(Tensor x, QuantizedMatrix gate, QuantizedMatrix up, Activation activation)
    {
        Check(x, gate, null);
        Check(x, up, null);
        x = x.Contiguous();
        Tensor y = Tensor.Uninitialized(x.Shape.With(-1, gate.Rows));
        PanelMatrix* matrices = stackalloc PanelMatrix[2];
        matrices[0] = new PanelMatrix { Panels = gate.Pointer, Outputs = gate.Rows, Y = y.Pointer<float>(), Epilogue = new Epilogue<float> { Activation = activation } };
        matrices[1] = new PanelMatrix { Panels = up.Pointer, Outputs = up.Rows };
        PanelGemm.Run(matrices, 2, gate.Format, x.Pointer<float>(), checked((int)(x.ElementCount / gate.Columns)), gate.Columns, gated: true);
        GC.KeepAlive(x);
        GC.KeepAlive(gate);
        GC.KeepAlive(up);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (Gradients.Enabled)
        {
            Tensor slope = activation == Activation.None ? gradient : gradient * Activate.Derivative(Apply(Load(0), weight!, LoadOptional(1)), activation);
            if (Wants(0)) Send(0, slope.MatMul(weight!.Dequantize()));
            if (Wants(1)) Send(1, slope.Reshape(-1, weight!.Rows).Sum(0));
            return;
        }
        int rows = checked((int)(gradient.ElementCount / weight!.Rows));
        Tensor dz = gradient.Packed();
        if (activation != Activation.None)
        {
            Tensor behind = Tensor.Uninitialized(gradient.Shape);
            Activations.Backward(activation, dz.Pointer<float>(), Load(2).Pointer<float>(), behind.Pointer<float>(), dz.ElementCount);
            dz = behind;
        }
        if (Wants(1))
        {
            Tensor db = Tensor.Uninitialized(Shape.Of(weight.Rows));
            ColumnSums.Run(dz.Pointer<float>(), db.Pointer<float>(), rows, weight.Rows);
            Send(1, db);
        }
        if (Wants(0)) Send(0, Back(dz, rows));
        GC.KeepAlive(dz);
    }

    /// <summary>dz · W, some rows of W at a time.</summary>
    private Tensor Back(Tensor dz, int rows)
    {
        QuantizedMatrix w = weight!;
        Tensor dx = Tensor.Uninitialized(dz.Shape.With(-1, w.Columns));
        using Tensor part = Tensor.Uninitialized(Shape.Of(Math.Min(RowsAtOnce, w.Rows), w.Columns));
        for (int row = 0; row < w.Rows; row += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, w.Rows - row);
            w.Dequantize(row, count, part.Pointer<float>());
            Gemm.Run(
                rows, w.Columns, count, new MatrixView<float>(dz.Pointer<float>() + row, w.Rows, 1), new MatrixView<float>(part.Pointer<float>(), w.Columns, 1),
                dx.Pointer<float>(), w.Columns, new Epilogue<float> { Accumulate = row > 0 });
        }
        GC.KeepAlive(w);
        return dx;
    }

    private static void Check(Tensor x, QuantizedMatrix weight, Tensor? bias)
    {
        if (x.Rank == 0 || x.Shape[-1] != weight.Columns)
            throw new ArgumentException($"Linear: an input of shape {x.Shape} doesn't end in the {weight.Columns} features that the weight {weight.Shape} takes.");
        if (bias is not null && (bias.Rank != 1 || bias.Shape.Dims[0] != weight.Rows))
            throw new ArgumentException($"Linear: the bias must have shape [{weight.Rows}], not {bias.Shape}.");
        if (x.DType != DType.Float32 || (bias is not null && bias.DType != DType.Float32))
            throw new NotSupportedException($"Linear with a quantised weight works on float32, not on an input of {x.DType}: convert with To().");
    }
}
