using System.Numerics.Tensors;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>a / b, with broadcasting.</summary>
internal sealed class Divide : Node
{
    private Shape aShape = Shape.Scalar, bShape = Shape.Scalar;

    public static Tensor Apply(Tensor a, Tensor b)
    {
        Tensor y = Pointwise.Binary<Kernel>(a, b);
        if (Gradients.Needed(a, b))
        {
            var node = new Divide { aShape = a.Shape, bShape = b.Shape };
            node.Save(a, b);
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor b = Load(1);
        if (Wants(0)) Send(0, (gradient / b).SumTo(aShape));
        if (Wants(1)) Send(1, (-(gradient * Load(0) / (b * b))).SumTo(bShape));
    }

    private readonly struct Kernel : Pointwise.IBinary
    {
        public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, System.Numerics.INumber<T> => TensorPrimitives.Divide(a, b, y);

        public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y)
            where T : unmanaged, System.Numerics.INumber<T> => TensorPrimitives.Divide(a, b, y);

        public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, System.Numerics.INumber<T> => TensorPrimitives.Divide(a, b, y);
    }
}
