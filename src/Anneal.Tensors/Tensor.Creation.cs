using System.Runtime.InteropServices;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Memory;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors;

/// <content>Making tensors, and getting numbers out of them.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>All zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32)
    {
        Tensor result = Uninitialized(shape, dtype);
        WorkerPool.ForRange(shape.ElementCount * dtype.Size(), ClearedAtOnce, new ClearJob { Bytes = result.Address });
        return result;
    }

    /// <summary>All ones.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32) => Full(shape, 1, dtype);

    /// <summary>The same value everywhere.</summary>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32)
    {
        Tensor result = Uninitialized(shape, dtype);
        result.FillRaw(value);
        return result;
    }

    /// <summary>A tensor of these values; the type follows from them.</summary>
    /// <exception cref="ArgumentException">The number of values isn't that of the shape.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged
    {
        if (values.Length != shape.ElementCount)
            throw new ArgumentException($"Shape {shape} has {shape.ElementCount} elements, but {values.Length} values were given.");
        Tensor result = Uninitialized(shape, DTypeFacts.Of<T>());
        values.CopyTo(new Span<T>(result.Address, values.Length));
        return result;
    }

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, Shape)"/>
    public static Tensor From<T>(T[] values, Shape shape)
        where T : unmanaged => From((ReadOnlySpan<T>)values, shape);

    /// <summary>A tensor with one axis.</summary>
    public static Tensor From<T>(params T[] values)
        where T : unmanaged => From((ReadOnlySpan<T>)values, Shape.Of(values.Length));

    /// <summary>A matrix of these values.</summary>
    public static Tensor From<T>(T[,] values)
        where T : unmanaged => From(
            values.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref values[0, 0], values.Length),
            Shape.Of(values.GetLength(0), values.GetLength(1)));

    /// <summary>A single number.</summary>
    public static Tensor Scalar<T>(T value)
        where T : unmanaged => From([value], Shape.Scalar);

    /// <summary>The integers 0, 1, … below <paramref name="end"/>.</summary>
    public static Tensor Arange(int end, DType dtype = DType.Int64) => Arange(0, end, 1, dtype);

    /// <summary>start, start + step, … before <paramref name="end"/>.</summary>
    public static Tensor Arange(double start, double end, double step = 1, DType dtype = DType.Float32)
    {
        if (step == 0 || !double.IsFinite((end - start) / step)) throw new ArgumentException("The step must be finite and not zero.");
        var values = new double[checked((int)Math.Max(0, Math.Ceiling((end - start) / step)))];
        for (int i = 0; i < values.Length; i++) values[i] = start + (i * step);
        using Tensor exact = From(values);
        return exact.To(dtype, copy: true);
    }

    /// <summary><paramref name="count"/> numbers from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    public static Tensor Linspace(double start, double end, int count, DType dtype = DType.Float32)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = count == 1 ? start : start + ((end - start) * i / (count - 1));
        using Tensor exact = From(values);
        return exact.To(dtype, copy: true);
    }

    /// <summary>The identity matrix <c>[n, n]</c>.</summary>
    public static Tensor Eye(int n, DType dtype = DType.Float32)
    {
        var values = new double[checked(n * n)];
        for (int i = 0; i < n; i++) values[(i * n) + i] = 1;
        using Tensor exact = From(values, [n, n]);
        return exact.To(dtype, copy: true);
    }

    /// <summary>Looks into memory that <paramref name="owner"/> keeps alive, such as a mapped file, without a copy.</summary>
    /// <param name="pointer">The first element; need not be aligned.</param>
    /// <param name="bytes">Bytes that may be read.</param>
    /// <param name="owner">Referenced until the last tensor over the memory is gone.</param>
    internal static Tensor Borrow(byte* pointer, long bytes, object owner, Shape shape, DType dtype)
    {
        if (checked(shape.ElementCount * dtype.Size()) > bytes) throw new ArgumentException($"{bytes} bytes can't hold a {dtype} tensor {shape}.");
        var storage = new Storage(pointer, bytes, owner, sizeClass: -1) { IsReadOnly = true };
        storage.Hold();
        return new Tensor(storage, shape, null, 0, dtype);
    }

    /// <summary>The value of a tensor of one element.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one.</exception>
    public T Item<T>()
        where T : unmanaged
    {
        if (ElementCount != 1) throw new InvalidOperationException($"Item() reads a single number, but the shape is {Shape}.");
        using Tensor value = To(DTypeFacts.Of<T>(), copy: false).Alias();
        T result = *value.Pointer<T>();
        GC.KeepAlive(this);
        return result;
    }

    /// <summary>The value of a tensor of one element as a float.</summary>
    public float Item() => Item<float>();

    /// <summary>The elements in row-major order, converted to <typeparamref name="T"/> where the type differs.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        using var scope = new TensorScope();
        var result = new T[ElementCount];
        Tensor source;
        using (Gradients.NoGrad()) source = To(DTypeFacts.Of<T>()).Contiguous();
        new ReadOnlySpan<T>(source.Address, result.Length).CopyTo(result);
        GC.KeepAlive(source);
        return result;
    }

    /// <summary>The elements as float32 in row-major order.</summary>
    public float[] ToArray() => ToArray<float>();

    /// <summary>The elements in place, without a copy. Writing through the span is a change in place.</summary>
    /// <remarks>The span must not be used after the tensor's buffer was given back.</remarks>
    /// <exception cref="InvalidOperationException">The tensor isn't contiguous, has another type, is too long for a span, or is read-only.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        ReadOnlySpan<T> elements = AsReadOnlySpan<T>();
        MarkChanged("AsSpan");
        return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(elements), elements.Length);
    }

    /// <summary>The elements in place, without a copy, for reading.</summary>
    /// <exception cref="InvalidOperationException">The tensor isn't contiguous, has another type, or is too long for a span.</exception>
    public ReadOnlySpan<T> AsReadOnlySpan<T>()
        where T : unmanaged
    {
        if (DTypeFacts.Of<T>() != DType) throw new InvalidOperationException($"A {DType} tensor can't be read as {typeof(T).Name} without conversion: use To().");
        if (!IsContiguous) throw new InvalidOperationException("The elements don't lie one after another: call Contiguous() first.");
        if (ElementCount > int.MaxValue) throw new InvalidOperationException($"{ElementCount} elements don't fit in a span: take a slice.");
        return new ReadOnlySpan<T>(Address, (int)ElementCount);
    }

    /// <summary>Sets every element.</summary>
    /// <exception cref="InvalidOperationException">The tensor is recorded in a graph, or isn't contiguous.</exception>
    public Tensor Fill(double value)
    {
        RequireChangeable("Fill");
        FillRaw(value);
        return this;
    }

    /// <summary>Copies the elements of a tensor of the same shape into this one, converting the type.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Tensor CopyFrom(Tensor source)
    {
        if (!source.Shape.Equals(Shape)) throw new ArgumentException($"A tensor of shape {source.Shape} can't be copied into one of shape {Shape}.");
        RequireChangeable("CopyFrom");
        CopyRaw(source);
        return this;
    }

    /// <summary>As <see cref="CopyFrom"/>, without a look at the graph.</summary>
    internal void CopyRaw(Tensor source)
    {
        using var scope = new TensorScope();
        Tensor same = source;
        if (source.DType != DType)
        {
            using (Gradients.NoGrad()) same = source.To(DType);
        }
        StridedCopy.Run(same.Address, same.Strides, Address, Strides, Shape.Dims, DType.Size());
        GC.KeepAlive(same);
    }

    internal void RequireChangeable(string operation)
    {
        if (RequiresGradient && Gradients.Enabled)
            throw new InvalidOperationException($"{operation} changes a tensor in place that requires a gradient, which can't be recorded. Do it inside NoGrad().");
        MarkChanged(operation);
    }

    private void FillRaw(double value)
    {
        if (!IsContiguous)
        {
            using Tensor one = Full(Shape.Scalar, value, DType);
            Span<long> zero = stackalloc long[Rank];
            zero.Clear();
            StridedCopy.Run(one.Address, zero, Address, Strides, Shape.Dims, DType.Size());
            return;
        }
        byte* to = Address;
        switch (DType)
        {
            case DType.Float32: FillAll((float*)to, (float)value); break;
            case DType.Float64: FillAll((double*)to, value); break;
            case DType.Float16: FillAll((Half*)to, (Half)value); break;
            case DType.BFloat16: FillAll((BFloat16*)to, (BFloat16)(float)value); break;
            case DType.Int64: FillAll((long*)to, (long)value); break;
            case DType.Int32: FillAll((int*)to, (int)value); break;
            case DType.UInt8: FillAll(to, (byte)value); break;
            case DType.Bool: FillAll((bool*)to, value != 0); break;
        }
    }

    private void FillAll<T>(T* to, T value)
        where T : unmanaged
    {
        for (long done = 0; done < ElementCount; done += int.MaxValue)
            new Span<T>(to + done, (int)Math.Min(int.MaxValue, ElementCount - done)).Fill(value);
    }

    /// <summary>Bytes that a thread clears at a time: a table's gradient is large, and clearing it is a matter of the memory's speed.</summary>
    private const long ClearedAtOnce = 256 * 1024;

    private struct ClearJob : IRangeJob
    {
        public byte* Bytes;

        public readonly void Run(long start, long end) => NativeMemory.Clear(Bytes + start, (nuint)(end - start));
    }
}
