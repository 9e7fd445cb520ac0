using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>A number where a mask is set, x where it isn't. The mask is stretched to the shape of x.</summary>
internal sealed class MaskedFill : Node
{
    public static Tensor Apply(Tensor x, Tensor mask, double value)
    {
        Logical.RequireBool(mask, nameof(MaskedFill));
        Shape shape = Pointwise.BroadcastShape(x.Shape, mask.Shape, nameof(MaskedFill));
        if (!shape.Equals(x.Shape)) x = x.Expand(shape);
        Tensor y = Fill(x, mask, value);
        if (Gradients.Needed(x))
        {
            var node = new MaskedFill();
            node.Save(mask);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient.MaskedFill(Load(0), 0));

    private static unsafe Tensor Fill(Tensor x, Tensor mask, double value)
    {
        if (x.DType is DType.Float16 or DType.BFloat16) return Fill(x.To(DType.Float32), mask, value).To(x.DType);
        Tensor source = x.Packed(), m = mask.Expand(x.Shape).Packed(), y = Tensor.Uninitialized(x.Shape, x.DType);
        switch (x.DType)
        {
            case DType.Float32: Elementwise.MaskedFill(m.Address, (float)value, source.Pointer<float>(), y.Pointer<float>(), y.ElementCount); break;
            case DType.Float64: Elementwise.MaskedFill(m.Address, value, source.Pointer<double>(), y.Pointer<double>(), y.ElementCount); break;
            case DType.Int64: Elementwise.MaskedFill(m.Address, (long)value, source.Pointer<long>(), y.Pointer<long>(), y.ElementCount); break;
            case DType.Int32: Elementwise.MaskedFill(m.Address, (int)value, source.Pointer<int>(), y.Pointer<int>(), y.ElementCount); break;
            case DType.UInt8: Elementwise.MaskedFill(m.Address, (byte)value, source.Address, y.Address, y.ElementCount); break;
            default: Elementwise.MaskedFill(m.Address, value != 0 ? (byte)1 : (byte)0, source.Address, y.Address, y.ElementCount); break;
        }
        GC.KeepAlive(source);
        GC.KeepAlive(m);
        return y;
    }
}
