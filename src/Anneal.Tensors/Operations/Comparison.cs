using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Comparisons and tests, whose result is a mask: a tensor of truth values.</summary>
internal static unsafe class Comparison
{
    public static Tensor Apply<TOperator>(TOperator f, Tensor a, Tensor b, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        Shape shape = Pointwise.BroadcastShape(a.Shape, b.Shape, name);
        DType dtype = Comparable(DTypeFacts.Promote(a.DType, b.DType));
        Tensor y = Tensor.Uninitialized(shape, DType.Bool);
        if (shape.ElementCount == 0) return y;
        using Gradients.NoGradScope pause = Gradients.NoGrad();
        a = a.To(dtype);
        b = b.To(dtype);
        switch (dtype)
        {
            case DType.Float32: Run<TOperator, float>(f, a, b, y); break;
            case DType.Float64: Run<TOperator, double>(f, a, b, y); break;
            case DType.Int64: Run<TOperator, long>(f, a, b, y); break;
            case DType.Int32: Run<TOperator, int>(f, a, b, y); break;
            default: Run<TOperator, byte>(f, a, b, y); break;
        }
        return y;
    }

    private static void Run<TOperator, T>(TOperator f, Tensor a, Tensor b, Tensor y)
        where TOperator : unmanaged, IBinaryOperator
        where T : unmanaged
    {
        Tensor left = a.Expand(y.Shape).Packed();
        if (b.ElementCount == 1)
        {
            Elementwise.CompareScalar(f, (T*)left.Address, *(T*)b.Address, y.Address, y.ElementCount);
        }
        else
        {
            b = b.Expand(y.Shape).Packed();
            Elementwise.Compare(f, (T*)left.Address, (T*)b.Address, y.Address, y.ElementCount);
        }
        GC.KeepAlive(left);
        GC.KeepAlive(b);
    }

    public static Tensor Apply<TOperator>(TOperator f, Tensor a, double scalar)
        where TOperator : unmanaged, IBinaryOperator
    {
        // An integer compares with a fraction, or with a number outside its range, as a float64.
        bool fits = scalar == Math.Floor(scalar) && Math.Abs(scalar) < int.MaxValue && (a.DType is DType.Int64 or DType.Int32 || scalar is >= 0 and <= 255);
        DType dtype = a.DType.IsFloat() ? Comparable(a.DType) : fits ? a.DType : DType.Float64;
        Tensor left = dtype == a.DType ? a.Packed() : a.Detach().To(dtype).Packed();
        Tensor y = Tensor.Uninitialized(a.Shape, DType.Bool);
        switch (dtype)
        {
            case DType.Float32: Elementwise.CompareScalar(f, left.Pointer<float>(), (float)scalar, y.Address, y.ElementCount); break;
            case DType.Float64: Elementwise.CompareScalar(f, left.Pointer<double>(), scalar, y.Address, y.ElementCount); break;
            case DType.Int64: Elementwise.CompareScalar(f, left.Pointer<long>(), (long)scalar, y.Address, y.ElementCount); break;
            case DType.Int32: Elementwise.CompareScalar(f, left.Pointer<int>(), (int)scalar, y.Address, y.ElementCount); break;
            default: Elementwise.CompareScalar(f, left.Address, (byte)scalar, y.Address, y.ElementCount); break;
        }
        GC.KeepAlive(left);
        return y;
    }

    private static DType Comparable(DType dtype) => dtype is DType.Float16 or DType.BFloat16 ? DType.Float32 : dtype;
}
