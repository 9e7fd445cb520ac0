namespace Anneal.Tensors.Memory;

/// <summary>A run of bytes that tensors look into: a pooled buffer, or memory that somebody else owns (a mapped file).</summary>
/// <remarks>
/// The bytes of a pooled buffer are a pinned managed array: the garbage collector knows how large it is and takes it back
/// when the last tensor is gone, so nobody has to call Dispose. Holds are the quick way back: when every handle was
/// disposed (by its <see cref="TensorScope"/>, by the backward pass, or by hand) the buffer returns to the
/// <see cref="BufferPool"/> at once, and this object with it.
/// </remarks>
internal sealed unsafe class Storage
{
    private readonly object owner;
    private readonly int sizeClass;
    private int holds;

    /// <param name="pointer">The first byte, aligned to 64 bytes for a pooled buffer.</param>
    /// <param name="capacity">Bytes that may be used.</param>
    /// <param name="owner">What keeps the bytes alive.</param>
    /// <param name="sizeClass">The pool's shelf, or -1 for memory that doesn't return to the pool.</param>
    public Storage(byte* pointer, long capacity, object owner, int sizeClass)
    {
        Pointer = pointer;
        Capacity = capacity;
        this.owner = owner;
        this.sizeClass = sizeClass;
    }

    public byte* Pointer { get; }

    public long Capacity { get; }

    /// <summary>Memory that must not be written, such as a mapped file.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Counts how often the buffer was given back: a tensor of an earlier life finds that its number differs.</summary>
    public int Generation { get; private set; }

    /// <summary>Counts changes in place: backward compares it with the number at the time of saving.</summary>
    public int Version { get; private set; }

    /// <summary>The operation that changed the bytes last, for messages.</summary>
    public string? LastChange { get; private set; }

    /// <summary>True when one handle alone can reach the bytes, so that its owner may change them unseen.</summary>
    public bool IsExclusive => Volatile.Read(ref holds) == 1;

    public void Hold() => Interlocked.Increment(ref holds);

    /// <summary>Ends one hold; the last one gives the buffer back.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref holds) != 0) return;
        Generation++;
        if (sizeClass >= 0) BufferPool.Return(this, sizeClass);
    }

    public void MarkChanged(string operation)
    {
        if (IsReadOnly) throw new InvalidOperationException($"{operation}: this tensor looks into read-only memory (a mapped file); call Clone() first.");
        Version++;
        LastChange = operation;
    }

    public override string ToString() => $"{Capacity} bytes of {owner.GetType().Name}";
}
