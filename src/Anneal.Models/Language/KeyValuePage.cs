using Anneal.Tensors.Memory;

namespace Anneal.Models.Language;

/// <summary>The keys and values of some tokens in a row, in all layers. Sequences that begin alike share pages.</summary>
internal sealed unsafe class KeyValuePage(long size)
{
    private readonly Storage storage = BufferPool.Rent(size);

    /// <summary>The first byte; it stays where it is.</summary>
    public byte* Pointer => storage.Pointer;

    /// <summary>Whether another sequence has the page too.</summary>
    public bool IsShared => !storage.IsExclusive;

    /// <summary>Counts another sequence that has the page.</summary>
    public KeyValuePage Share()
    {
        storage.Hold();
        return this;
    }

    /// <summary>A sequence has the page no more: the last one gives its memory back for other texts.</summary>
    public void Release() => storage.Release();

    public KeyValuePage Copy()
    {
        var copy = new KeyValuePage(size);
        Buffer.MemoryCopy(Pointer, copy.Pointer, size, size);
        return copy;
    }
}
