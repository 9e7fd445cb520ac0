using System.Numerics;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>The product along an axis.</summary>
internal sealed class Prod : Node
{
    private int axis;
    private bool keepAxis;

    public static Tensor Apply(Tensor x, int axis, bool keepAxis)
    {
        axis = x.Shape.Axis(axis);
        if (!x.DType.IsFloat()) x = x.To(DType.Int64);
        else if (!x.DType.IsDifferentiable()) return Apply(x.To(DType.Float32), axis, keepAxis).To(x.DType);
        Tensor y = Tensor.Uninitialized(x.Shape.Without(axis, keepAxis), x.DType);
        switch (x.DType)
        {
            case DType.Float32: Forward<float>(x, y, axis); break;
            case DType.Float64: Forward<double>(x, y, axis); break;
            default: Forward<long>(x, y, axis); break;
        }
        if (Gradients.Needed(x))
        {
            var node = new Prod { axis = axis, keepAxis = keepAxis };
            node.Save(x, y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0), y = Load(1);
        if (!keepAxis)
        {
            gradient = gradient.Unsqueeze(axis);
            y = y.Unsqueeze(axis);
        }

        // Recorded, as a quotient: right wherever no element is zero.
        if (Gradients.Enabled) Send(0, gradient * (y / x));
        else Send(0, gradient * (x.DType == DType.Float32 ? Others<float>(x, axis) : Others<double>(x, axis)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Forward<T>(Tensor x, Tensor y, int axis)
        where T : unmanaged, INumber<T>
    {
        Tensor source = x.Packed();
        (long outer, long n, long inner) = Around(x.Shape, axis);
        T* from = source.Pointer<T>();
        T* to = y.Pointer<T>();
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                T product = T.One;
                for (long k = 0; k < n; k++) product *= from[(((o * n) + k) * inner) + i];
                to[(o * inner) + i] = product;
            }
        }
        GC.KeepAlive(source);
    }

    /// <summary>For each element, the product of the others: from the left times from the right, so that zeros need no division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe Tensor Others<T>(Tensor x, int axis)
        where T : unmanaged, INumber<T>
    {
        Tensor source = x.Packed(), y = Tensor.Uninitialized(x.Shape, x.DType);
        (long outer, long n, long inner) = Around(x.Shape, axis);
        T* from = source.Pointer<T>();
        T* to = y.Pointer<T>();
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                long start = (o * n * inner) + i;
                T product = T.One;
                for (long k = 0; k < n; k++)
                {
                    to[start + (k * inner)] = product;
                    product *= from[start + (k * inner)];
                }
                product = T.One;
                for (long k = n - 1; k >= 0; k--)
                {
                    to[start + (k * inner)] *= product;
                    product *= from[start + (k * inner)];
                }
            }
        }
        GC.KeepAlive(source);
        return y;
    }

    private static (long Outer, long N, long Inner) Around(Shape shape, int axis)
    {
        long outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= shape.Dims[i];
        for (int i = axis + 1; i < shape.Rank; i++) inner *= shape.Dims[i];
        return (outer, shape.Dims[axis], inner);
    }
}
