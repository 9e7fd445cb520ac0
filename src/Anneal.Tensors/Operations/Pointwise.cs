using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Runs an operator's kernel over tensors: layouts, broadcasting, element types. Nothing here is recorded.</summary>
internal static unsafe class Pointwise
{
    /// <summary>f of every element.</summary>
    /// <param name="wholeNumbers">The operator means something for integers too.</param>
    public static Tensor Unary<TOperator>(TOperator f, Tensor x, string name, bool wholeNumbers = false)
        where TOperator : unmanaged, IUnaryOperator
    {
        Tensor source = x.Packed();
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        switch (x.DType)
        {
            case DType.Float32: Elementwise.Unary(f, source.Pointer<float>(), y.Pointer<float>(), x.ElementCount); break;
            case DType.Float64: Elementwise.Unary(f, source.Pointer<double>(), y.Pointer<double>(), x.ElementCount); break;
            case DType.Float16 or DType.BFloat16: return Unary(f, source.To(DType.Float32), name).To(x.DType);
            case DType.Int64 when wholeNumbers: Elementwise.Unary(f, source.Pointer<long>(), y.Pointer<long>(), x.ElementCount); break;
            case DType.Int32 when wholeNumbers: Elementwise.Unary(f, source.Pointer<int>(), y.Pointer<int>(), x.ElementCount); break;
            default: throw new NotSupportedException($"{name} doesn't work on {x.DType}, here of shape {x.Shape}: convert with To().");
        }
        GC.KeepAlive(source);
        return y;
    }

    /// <summary>One factor of the chain rule: f(gradient, saved). The result may take the gradient's place in memory: don't read the gradient after this.</summary>
    public static Tensor Chain<TOperator>(TOperator f, Tensor gradient, Tensor saved)
        where TOperator : unmanaged, IBinaryOperator
    {
        Tensor y = Reusable(gradient);
        if (y.DType == DType.Float32) Run<TOperator, float>(f, gradient, saved, y);
        else Run<TOperator, double>(f, gradient, saved, y);
        return y;
    }

    /// <summary>As <see cref="Chain{TOperator}(TOperator, Tensor, Tensor)"/>, with a number.</summary>
    public static Tensor Chain<TOperator>(TOperator f, Tensor gradient, double scalar, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        Tensor y = Reusable(gradient);
        RunScalar(f, gradient, scalar, y, name);
        return y;
    }

    private static Tensor Reusable(Tensor gradient) =>
        gradient.IsExclusive ? gradient : Tensor.Uninitialized(gradient.Shape, gradient.DType);

    /// <summary>f of every pair of elements of two tensors that broadcast and have one type: see <see cref="Promote(ref Tensor, ref Tensor)"/>.</summary>
    public static Tensor Binary<TOperator>(TOperator f, Tensor a, Tensor b, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        Shape shape = BroadcastShape(a.Shape, b.Shape, name);
        if (a.DType is DType.Float16 or DType.BFloat16) return Binary(f, a.To(DType.Float32), b.To(DType.Float32), name).To(a.DType);
        Tensor y = Tensor.Uninitialized(shape, a.DType);
        switch (a.DType)
        {
            case DType.Float32: Run<TOperator, float>(f, a, b, y); break;
            case DType.Float64: Run<TOperator, double>(f, a, b, y); break;
            case DType.Int64: Run<TOperator, long>(f, a, b, y); break;
            case DType.Int32: Run<TOperator, int>(f, a, b, y); break;
            case DType.UInt8: Run<TOperator, byte>(f, a, b, y); break;
            default: throw new NotSupportedException($"{name} doesn't work on {a.DType}, here of shapes {a.Shape} and {b.Shape}: convert with To().");
        }
        return y;
    }

    /// <summary>f of every element and a number, in the type of the tensor: see <see cref="Promote(Tensor, double)"/>.</summary>
    public static Tensor WithScalar<TOperator>(TOperator f, Tensor a, double scalar, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        if (a.DType is DType.Float16 or DType.BFloat16) return WithScalar(f, a.To(DType.Float32), scalar, name).To(a.DType);
        Tensor y = Tensor.Uninitialized(a.Shape, a.DType);
        RunScalar(f, a, scalar, y, name);
        return y;
    }

    /// <summary>a = f(a, b), b stretched to the shape of a.</summary>
    public static void BinaryInPlace<TOperator>(TOperator f, Tensor a, Tensor b, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        if (!Shape.Broadcast(a.Shape, b.Shape).Equals(a.Shape)) throw new ArgumentException($"{name}: a tensor of shape {b.Shape} can't be stretched to {a.Shape}.");
        if (a.DType is DType.Float16 or DType.BFloat16 || !a.IsContiguous)
        {
            DType wide = a.DType is DType.Float16 or DType.BFloat16 ? DType.Float32 : a.DType;
            a.CopyRaw(Binary(f, a.To(wide), b.To(wide), name));
            return;
        }
        Tensor same = b.To(a.DType);
        switch (a.DType)
        {
            case DType.Float32: Run<TOperator, float>(f, a, same, a); break;
            case DType.Float64: Run<TOperator, double>(f, a, same, a); break;
            case DType.Int64: Run<TOperator, long>(f, a, same, a); break;
            case DType.Int32: Run<TOperator, int>(f, a, same, a); break;
            case DType.UInt8: Run<TOperator, byte>(f, a, same, a); break;
            default: throw new NotSupportedException($"{name} doesn't work on {a.DType}, here of shape {a.Shape}: convert with To().");
        }
    }

    /// <summary>a = f(a, scalar).</summary>
    public static void ScalarInPlace<TOperator>(TOperator f, Tensor a, double scalar, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        if (a.DType is DType.Float16 or DType.BFloat16 || !a.IsContiguous) a.CopyRaw(WithScalar(f, a, scalar, name));
        else RunScalar(f, a, scalar, a, name);
    }

    /// <summary>sum += part, for two float tensors of one shape and type.</summary>
    public static void AddInPlace(Tensor sum, Tensor part)
    {
        Tensor source = part.Packed();
        if (sum.DType == DType.Float32) Elementwise.Binary(default(AddOperator), sum.Pointer<float>(), source.Pointer<float>(), sum.Pointer<float>(), sum.ElementCount);
        else Elementwise.Binary(default(AddOperator), sum.Pointer<double>(), source.Pointer<double>(), sum.Pointer<double>(), sum.ElementCount);
        GC.KeepAlive(source);
    }

    /// <summary>Both in the type that the operation runs in. The conversion is recorded.</summary>
    public static void Promote(ref Tensor a, ref Tensor b)
    {
        if (a.DType == b.DType) return;
        DType dtype = DTypeFacts.Promote(a.DType, b.DType);
        a = a.To(dtype);
        b = b.To(dtype);
    }

    /// <summary>In a type that holds the number too: integers become float32 when it has a fraction and int64 when it is too large, truth values int64.</summary>
    public static Tensor Promote(Tensor a, double scalar)
    {
        if (a.DType.IsFloat()) return a;
        if (scalar != Math.Floor(scalar) || double.IsInfinity(scalar)) return a.To(DType.Float32);
        bool fits = a.DType switch
        {
            DType.Int64 => true,
            DType.Int32 => scalar is >= int.MinValue and <= int.MaxValue,
            DType.UInt8 => scalar is >= 0 and <= 255,
            _ => false,
        };
        return fits ? a : a.To(DType.Int64);
    }

    /// <summary>The shape that two operands stretch to, or an error that names the operation.</summary>
    public static Shape BroadcastShape(Shape a, Shape b, string name)
    {
        if (a.Equals(b)) return a;
        try
        {
            return Shape.Broadcast(a, b);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>Strides of a tensor stretched to a shape that it broadcasts to.</summary>
    public static void StretchedStrides(Tensor x, Shape shape, Span<long> strides)
    {
        int added = shape.Rank - x.Rank;
        for (int i = 0; i < shape.Rank; i++)
            strides[i] = i < added || x.Shape.Dims[i - added] == 1 ? 0 : x.Strides[i - added];
    }

    private static void Run<TOperator, T>(TOperator f, Tensor a, Tensor b, Tensor y)
        where TOperator : unmanaged, IBinaryOperator
        where T : unmanaged
    {
        if (y.ElementCount == 0) return;
        bool denseA = a.IsContiguous && a.ElementCount == y.ElementCount, denseB = b.IsContiguous && b.ElementCount == y.ElementCount;
        if (denseA && denseB) Elementwise.Binary(f, a.Pointer<T>(), b.Pointer<T>(), y.Pointer<T>(), y.ElementCount);
        else if (denseA && b.ElementCount == 1) Elementwise.BinaryScalar(f, a.Pointer<T>(), *b.Pointer<T>(), y.Pointer<T>(), y.ElementCount);
        else if (denseB && a.ElementCount == 1) Elementwise.BinaryScalar(new Swapped<TOperator>(f), b.Pointer<T>(), *a.Pointer<T>(), y.Pointer<T>(), y.ElementCount);
        else RunStretched<TOperator, T>(f, a, b, y);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
    }

    private static void RunStretched<TOperator, T>(TOperator f, Tensor a, Tensor b, Tensor y)
        where TOperator : unmanaged, IBinaryOperator
        where T : unmanaged
    {
        Shape shape = y.Shape;
        Span<long> aStrides = stackalloc long[shape.Rank], bStrides = stackalloc long[shape.Rank];
        StretchedStrides(a, shape, aStrides);
        StretchedStrides(b, shape, bStrides);
        Strided.Binary(f, a.Pointer<T>(), aStrides, b.Pointer<T>(), bStrides, y.Pointer<T>(), shape.Dims);
    }

    private static void RunScalar<TOperator>(TOperator f, Tensor a, double scalar, Tensor y, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        Tensor source = a.Packed();
        switch (a.DType)
        {
            case DType.Float32: Elementwise.BinaryScalar(f, source.Pointer<float>(), (float)scalar, y.Pointer<float>(), y.ElementCount); break;
            case DType.Float64: Elementwise.BinaryScalar(f, source.Pointer<double>(), scalar, y.Pointer<double>(), y.ElementCount); break;
            case DType.Int64: Elementwise.BinaryScalar(f, source.Pointer<long>(), (long)scalar, y.Pointer<long>(), y.ElementCount); break;
            case DType.Int32: Elementwise.BinaryScalar(f, source.Pointer<int>(), (int)scalar, y.Pointer<int>(), y.ElementCount); break;
            case DType.UInt8: Elementwise.BinaryScalar(f, source.Pointer<byte>(), (byte)scalar, y.Pointer<byte>(), y.ElementCount); break;
            default: throw new NotSupportedException($"{name} doesn't work on {a.DType}, here of shape {a.Shape}: convert with To().");
        }
        GC.KeepAlive(source);
    }
}
