using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Operations;

/// <summary>Runs element-wise arithmetic over tensors: types, broadcasting, threads. What is computed is a small struct.</summary>
internal static unsafe class Pointwise
{
    /// <summary>Elements in a part of parallel work; also the length below which nothing is parallel.</summary>
    private const long Grain = 16 * 1024;

    /// <summary>y = f(x), element by element.</summary>
    internal interface IUnary
    {
        static abstract void Run<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T>;
    }

    /// <summary>y = f(a, b), element by element.</summary>
    internal interface IBinary
    {
        static abstract void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, INumber<T>;

        static abstract void Run<T>(ReadOnlySpan<T> a, T b, Span<T> y)
            where T : unmanaged, INumber<T>;

        static abstract void Run<T>(T a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, INumber<T>;
    }

    /// <summary>f of every element. Not recorded.</summary>
    public static Tensor Unary<TOp>(Tensor x)
        where TOp : IUnary
    {
        if (!x.DType.IsDifferentiable()) throw new NotSupportedException($"{typeof(TOp).Name} works on float32 and float64, not on {x.DType}: convert with To().");
        Tensor source = x.Contiguous();
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        if (x.DType == DType.Float32) WorkerPool.ForRange(x.ElementCount, Grain, new UnaryJob<TOp, float> { X = source.Pointer<float>(), Y = y.Pointer<float>() });
        else WorkerPool.ForRange(x.ElementCount, Grain, new UnaryJob<TOp, double> { X = source.Pointer<double>(), Y = y.Pointer<double>() });
        GC.KeepAlive(source);
        return y;
    }

    /// <summary>f of every pair of elements of two tensors that broadcast. Not recorded.</summary>
    public static Tensor Binary<TOp>(Tensor a, Tensor b)
        where TOp : IBinary
    {
        Shape shape = Shape.Broadcast(a.Shape, b.Shape);
        DType dtype = DTypeFacts.Promote(a.DType, b.DType);
        Tensor y = Tensor.Uninitialized(shape, dtype);
        if (shape.ElementCount == 0) return y;
        Tensor left = Prepare(a, dtype, shape), right = Prepare(b, dtype, shape);
        switch (dtype)
        {
            case DType.Float32: Run<TOp, float>(left, right, y); break;
            case DType.Float64: Run<TOp, double>(left, right, y); break;
            case DType.Int64: Run<TOp, long>(left, right, y); break;
            case DType.Int32: Run<TOp, int>(left, right, y); break;
            case DType.UInt8: Run<TOp, byte>(left, right, y); break;
            default: throw new NotSupportedException($"{typeof(TOp).Name} doesn't work on {dtype}: convert with To().");
        }
        return y;
    }

    /// <summary>sum += part, for two float tensors of one shape and type.</summary>
    public static void AddInPlace(Tensor sum, Tensor part)
    {
        Tensor source = part.Contiguous();
        if (sum.DType == DType.Float32) Run<Add.Kernel, float>(sum, source, sum);
        else Run<Add.Kernel, double>(sum, source, sum);
    }

    private static Tensor Prepare(Tensor x, DType dtype, Shape shape)
    {
        Tensor same = x.Detach().To(dtype);
        return same.ElementCount == 1 ? same : same.Expand(shape).Contiguous();
    }

    private static void Run<TOp, T>(Tensor a, Tensor b, Tensor y)
        where TOp : IBinary
        where T : unmanaged, INumber<T>
    {
        WorkerPool.ForRange(y.ElementCount, Grain, new BinaryJob<TOp, T>
        {
            A = a.Pointer<T>(), B = b.Pointer<T>(), Y = y.Pointer<T>(),
            OneA = a.ElementCount == 1 && y.ElementCount != 1, OneB = b.ElementCount == 1 && y.ElementCount != 1,
        });
        GC.KeepAlive(a);
        GC.KeepAlive(b);
    }

    private struct UnaryJob<TOp, T> : IRangeJob
        where TOp : IUnary
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X;
        public T* Y;

        public void Run(long start, long end) => TOp.Run(new ReadOnlySpan<T>(X + start, (int)(end - start)), new Span<T>(Y + start, (int)(end - start)));
    }

    private struct BinaryJob<TOp, T> : IRangeJob
        where TOp : IBinary
        where T : unmanaged, INumber<T>
    {
        public T* A;
        public T* B;
        public T* Y;
        public bool OneA;
        public bool OneB;

        public void Run(long start, long end)
        {
            int length = (int)(end - start);
            var y = new Span<T>(Y + start, length);
            if (OneB) TOp.Run(new ReadOnlySpan<T>(A + start, length), *B, y);
            else if (OneA) TOp.Run(*A, new ReadOnlySpan<T>(B + start, length), y);
            else TOp.Run(new ReadOnlySpan<T>(A + start, length), new ReadOnlySpan<T>(B + start, length), y);
        }
    }
}
