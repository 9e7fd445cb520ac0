using System.Numerics;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>The elements in another type.</summary>
internal sealed class Cast : Node
{
    private DType from;

    public static Tensor Apply(Tensor x, DType dtype)
    {
        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Uninitialized(x.Shape, dtype);
        switch (x.DType)
        {
            case DType.Float32: From<float>(source, y); break;
            case DType.Float64: From<double>(source, y); break;
            case DType.Float16: From<Half>(source, y); break;
            case DType.Int64: From<long>(source, y); break;
            case DType.Int32: From<int>(source, y); break;
            case DType.UInt8 or DType.Bool: FromBytes(source, y); break;
            case DType.BFloat16: FromBFloat16(source, y); break;
        }
        GC.KeepAlive(source);
        if (dtype.IsDifferentiable() && Gradients.Needed(x)) new Cast { from = x.DType }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient.To(from));

    private static unsafe void From<TFrom>(Tensor source, Tensor y)
        where TFrom : unmanaged, INumber<TFrom> => Convert(source.Pointer<TFrom>(), y);

    private static unsafe void FromBytes(Tensor source, Tensor y) => Convert(source.Address, y);

    private static unsafe void FromBFloat16(Tensor source, Tensor y)
    {
        using Tensor wide = Tensor.Uninitialized(source.Shape, DType.Float32);
        BFloat16* x = source.Pointer<BFloat16>();
        float* to = wide.Pointer<float>();
        for (long i = 0; i < source.ElementCount; i++) to[i] = x[i];
        Convert(to, y);
    }

    private static unsafe void Convert<TFrom>(TFrom* x, Tensor y)
        where TFrom : unmanaged, INumber<TFrom>
    {
        switch (y.DType)
        {
            case DType.Float32: Numbers(x, y.Pointer<float>(), y.ElementCount); break;
            case DType.Float64: Numbers(x, y.Pointer<double>(), y.ElementCount); break;
            case DType.Float16: Numbers(x, y.Pointer<Half>(), y.ElementCount); break;
            case DType.Int64: Numbers(x, y.Pointer<long>(), y.ElementCount); break;
            case DType.Int32: Numbers(x, y.Pointer<int>(), y.ElementCount); break;
            case DType.UInt8: Numbers(x, y.Pointer<byte>(), y.ElementCount); break;
            case DType.Bool:
                bool* truth = y.Pointer<bool>();
                for (long i = 0; i < y.ElementCount; i++) truth[i] = !TFrom.IsZero(x[i]);
                break;
            case DType.BFloat16:
                BFloat16* half = y.Pointer<BFloat16>();
                for (long i = 0; i < y.ElementCount; i++) half[i] = (BFloat16)float.CreateTruncating(x[i]);
                break;
        }
    }

    private static unsafe void Numbers<TFrom, TTo>(TFrom* x, TTo* y, long count)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        for (long i = 0; i < count; i++) y[i] = TTo.CreateTruncating(x[i]);
    }
}
