using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Elements of one tensor where a mask is set and of another where it isn't, with broadcasting.</summary>
internal sealed class Where : Node
{
    private Shape aShape = Shape.Scalar, bShape = Shape.Scalar;

    public static Tensor Apply(Tensor mask, Tensor a, Tensor b)
    {
        Logical.RequireBool(mask, nameof(Where));
        Pointwise.Promote(ref a, ref b);
        Shape shape = Pointwise.BroadcastShape(Pointwise.BroadcastShape(a.Shape, b.Shape, nameof(Where)), mask.Shape, nameof(Where));
        Tensor y = Choose(mask, a, b, shape);
        if (Gradients.Needed(a, b))
        {
            var node = new Where { aShape = a.Shape, bShape = b.Shape };
            node.Save(mask);
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor mask = Load(0);
        if (Wants(0)) Send(0, gradient.MaskedFill(!mask, 0).SumTo(aShape));
        if (Wants(1)) Send(1, gradient.MaskedFill(mask, 0).SumTo(bShape));
    }

    private static unsafe Tensor Choose(Tensor mask, Tensor a, Tensor b, Shape shape)
    {
        if (a.DType is DType.Float16 or DType.BFloat16) return Choose(mask, a.To(DType.Float32), b.To(DType.Float32), shape).To(a.DType);
        using Gradients.NoGradScope pause = Gradients.NoGrad();
        Tensor y = Tensor.Uninitialized(shape, a.DType), m = mask.Expand(shape).Packed(), p = a.Expand(shape).Packed(), q = b.Expand(shape).Packed();
        switch (a.DType)
        {
            case DType.Float32: Elementwise.Where(m.Address, p.Pointer<float>(), q.Pointer<float>(), y.Pointer<float>(), y.ElementCount); break;
            case DType.Float64: Elementwise.Where(m.Address, p.Pointer<double>(), q.Pointer<double>(), y.Pointer<double>(), y.ElementCount); break;
            case DType.Int64: Elementwise.Where(m.Address, p.Pointer<long>(), q.Pointer<long>(), y.Pointer<long>(), y.ElementCount); break;
            case DType.Int32: Elementwise.Where(m.Address, p.Pointer<int>(), q.Pointer<int>(), y.Pointer<int>(), y.ElementCount); break;
            default: Elementwise.Where(m.Address, p.Address, q.Address, y.Address, y.ElementCount); break;
        }
        GC.KeepAlive(m);
        GC.KeepAlive(p);
        GC.KeepAlive(q);
        return y;
    }
}
