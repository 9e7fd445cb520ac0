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
        Tensor left = a.Detach().To(dtype), right = b.Detach().To(dtype), y = Tensor.Uninitialized(shape, DType.Bool);
        if (shape.ElementCount == 0) return y;
        left = left.Expand(shape).Packed();
        right = right.Expand(shape).Packed();
        switch (dtype)
        {
            case DType.Float32: Elementwise.Compare(f, left.Pointer<float>(), right.Pointer<float>(), y.Address, y.ElementCount); break;
            case DType.Float64: Elementwise.Compare(f, left.Pointer<double>(), right.Pointer<double>(), y.Address, y.ElementCount); break;
            case DType.Int64: Elementwise.Compare(f, left.Pointer<long>(), right.Pointer<long>(), y.Address, y.ElementCount); break;
            case DType.Int32: Elementwise.Compare(f, left.Pointer<int>(), right.Pointer<int>(), y.Address, y.ElementCount); break;
            default: Elementwise.Compare(f, left.Address, right.Address, y.Address, y.ElementCount); break;
        }
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return y;
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
