using System.Numerics.Tensors;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>a + b, with broadcasting.</summary>
internal sealed class Add : Node
{
    private Shape aShape = Shape.Scalar, bShape = Shape.Scalar;

    public static Tensor Apply(Tensor a, Tensor b)
    {
        Tensor y = Pointwise.Binary<Kernel>(a, b);
        if (Gradients.Needed(a, b))
        {
            var node = new Add { aShape = a.Shape, bShape = b.Shape };
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Send(0, gradient.SumTo(aShape));
        Send(1, gradient.SumTo(bShape));
    }

    internal readonly struct Kernel : Pointwise.IBinary
    {
        public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, System.Numerics.INumber<T> => TensorPrimitives.Add(a, b, y);

        public static void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y)
            where T : unmanaged, System.Numerics.INumber<T> => TensorPrimitives.Add(a, b, y);

        public static void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, System.Numerics.INumber<T> => TensorPrimitives.Add(b, a, y);
    }
}
