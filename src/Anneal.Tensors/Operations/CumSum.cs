using System.Numerics;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>The sum of all elements up to and with each one along an axis; in reverse, of those from it on.</summary>
internal sealed class CumSum : Node
{
    private int axis;
    private bool reverse;

    public static Tensor Apply(Tensor x, int axis, bool reverse)
    {
        axis = x.Shape.Axis(axis);
        if (!x.DType.IsFloat()) x = x.To(DType.Int64);
        else if (!x.DType.IsDifferentiable()) return Apply(x.To(DType.Float32), axis, reverse).To(x.DType);
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        switch (x.DType)
        {
            case DType.Float32: Run<float>(x, y, axis, reverse); break;
            case DType.Float64: Run<double>(x, y, axis, reverse); break;
            default: Run<long>(x, y, axis, reverse); break;
        }
        if (Gradients.Needed(x)) new CumSum { axis = axis, reverse = reverse }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Apply(gradient, axis, !reverse));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Run<T>(Tensor x, Tensor y, int axis, bool reverse)
        where T : unmanaged, INumber<T>
    {
        Tensor source = x.Packed();
        long inner = 1, n = x.Shape.Dims[axis];
        for (int i = axis + 1; i < x.Rank; i++) inner *= x.Shape.Dims[i];
        long step = reverse ? -inner : inner;
        T* from = source.Pointer<T>();
        T* to = y.Pointer<T>();
        for (long start = 0; start < x.ElementCount; start += n * inner)
        {
            for (long i = 0; i < inner; i++)
            {
                long place = start + i + (reverse ? (n - 1) * inner : 0);
                T sum = T.Zero;
                for (long k = 0; k < n; k++, place += step) to[place] = sum += from[place];
            }
        }
        GC.KeepAlive(source);
    }
}
