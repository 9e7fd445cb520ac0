namespace Anneal.Models.Language;

/// <summary>The keys and values of some tokens in a row, in all layers. Sequences that begin alike share pages.</summary>
internal sealed unsafe class KeyValuePage
{
    private readonly byte[] bytes;

    public KeyValuePage(long size)
    {
        bytes = GC.AllocateUninitializedArray<byte>(checked((int)size), pinned: true);
        fixed (byte* first = bytes) Pointer = first;
    }

    /// <summary>The first byte; it stays where it is.</summary>
    public byte* Pointer { get; }

    public int Bytes => bytes.Length;

    /// <summary>How many sequences have the page.</summary>
    public int Users { get; set; } = 1;

    public KeyValuePage Copy()
    {
        var copy = new KeyValuePage(bytes.Length);
        bytes.CopyTo(copy.bytes, 0);
        return copy;
    }
}
