using System.Diagnostics;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Memory;

namespace Anneal.Tensors;

/// <summary>An n-dimensional array of numbers that remembers how it was computed, so that gradients can be taken.</summary>
/// <remarks>
/// A tensor is a view (shape, strides, offset) into storage that others may share; slicing and transposing copy nothing.
/// <see cref="Dispose"/> is never needed: see <see cref="TensorScope"/> for the quick way to reuse memory.
/// Reading one tensor from several threads is safe; changing it in place while others read is not.
/// </remarks>
[DebuggerDisplay("{DebugText,nq}")]
public sealed unsafe partial class Tensor : IDisposable
{
    private Storage storage;
    private long[]? strides;
    private long offset;
    private int generation;
    private bool disposed;

    /// <summary>A new handle on storage that is already held for it.</summary>
    internal Tensor(Storage storage, Shape shape, long[]? strides, long offset, DType dtype)
    {
        this.storage = storage;
        this.strides = strides;
        this.offset = offset;
        generation = storage.Generation;
        Shape = shape;
        DType = dtype;
        TensorScope.Enter(this);
    }

    /// <summary>The lengths of the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; private set; }

    /// <summary>The number of axes; 0 for a single number.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public long ElementCount => Shape.ElementCount;

    /// <summary>True when the elements lie in memory one after another in row-major order.</summary>
    public bool IsContiguous => strides is null;

    /// <summary>The tensor's place in the list of its scope, or -1.</summary>
    internal int ScopeSlot { get; set; } = -1;

    /// <summary>The gradient engine owns this handle and will dispose it.</summary>
    internal bool OwnedByEngine { get; set; }

    internal Storage Storage => storage;

    internal long Offset => offset;

    /// <summary>Strides in elements.</summary>
    internal ReadOnlySpan<long> Strides => strides ?? Shape.Strides;

    /// <summary>True when changing the elements in place can't be seen through any other tensor or saved value.</summary>
    internal bool IsExclusive => strides is null && !storage.IsReadOnly && storage.IsExclusive;

    private string DebugText => $"{DType} {Shape}{(RequiresGradient ? " requires gradient" : "")}";

    /// <summary>Gives this handle back early. Optional; the buffer itself returns when nothing else needs it.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        storage.Release();
    }

    /// <summary>A tensor of this shape whose elements are whatever was in memory.</summary>
    internal static Tensor Uninitialized(Shape shape, DType dtype = DType.Float32) =>
        new(BufferPool.Rent(checked(shape.ElementCount * dtype.Size())), shape, null, 0, dtype);

    /// <summary>The first element. Kernels take this and know nothing of tensors.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was given back.</exception>
    internal T* Pointer<T>()
        where T : unmanaged
    {
        Debug.Assert(DTypeFacts.Of<T>() == DType, $"{DType} read as {typeof(T).Name}");
        ThrowIfReleased();
        return (T*)storage.Pointer + offset;
    }

    /// <summary>The first element's address, whatever its type.</summary>
    internal byte* Address
    {
        get
        {
            ThrowIfReleased();
            return storage.Pointer + (offset * DType.Size());
        }
    }

    /// <summary>The first element of a tensor about to be written; tells the version counter.</summary>
    internal T* Write<T>(string operation)
        where T : unmanaged
    {
        storage.MarkChanged(operation);
        return Pointer<T>();
    }

    internal void MarkChanged(string operation) => storage.MarkChanged(operation);

    /// <summary>Another look at the same storage.</summary>
    internal Tensor ViewOf(Shape shape, ReadOnlySpan<long> newStrides, long newOffset)
    {
        ThrowIfReleased();
        storage.Hold();
        return new Tensor(storage, shape, IsRowMajor(shape, newStrides) ? null : newStrides.ToArray(), newOffset, DType);
    }

    /// <summary>A second handle on the same elements, outside the graph.</summary>
    internal Tensor Alias()
    {
        ThrowIfReleased();
        storage.Hold();
        return new Tensor(storage, Shape, strides, offset, DType);
    }

    /// <summary>Turns this very handle to a copy of its elements in another type. Who holds the tensor, such as a module its parameter, goes on with that.</summary>
    internal void ChangeType(DType dtype)
    {
        if (dtype == DType) return;
        using var scope = new TensorScope();
        Tensor changed = Detach().To(dtype).Packed();
        changed.storage.Hold();
        storage.Release();
        (storage, strides, offset, generation, DType) = (changed.storage, null, changed.offset, changed.generation, dtype);
        ClearGradient();
    }

    /// <summary>Turns this very handle to the elements of another tensor of the same shape, as they lie; a copy where the type is another than this one's.</summary>
    internal void Become(Tensor other)
    {
        if (!other.Shape.Equals(Shape)) throw new ArgumentException($"A tensor of shape {Shape} can't become one of shape {other.Shape}.");
        using var scope = new TensorScope();
        Tensor same;
        using (Gradients.NoGrad()) same = other.To(DType);
        same.storage.Hold();
        storage.Release();
        (storage, strides, offset, generation) = (same.storage, same.strides, same.offset, same.generation);
        ClearGradient();
    }

    private static bool IsRowMajor(Shape shape, ReadOnlySpan<long> strides)
    {
        if (shape.ElementCount == 0) return true;
        ReadOnlySpan<long> expected = shape.Strides;
        for (int i = 0; i < strides.Length; i++)
            if (shape.Dims[i] != 1 && strides[i] != expected[i]) return false;
        return true;
    }

    private void ThrowIfReleased()
    {
        if (storage.Generation != generation) ThrowReleased();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowReleased() => throw new ObjectDisposedException(
        nameof(Tensor),
        $"The memory of this {DType} tensor {Shape} was given back, by Dispose or at the end of its TensorScope. Call TensorScope.Keep(tensor) to use it longer.");
}
