using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Models.Language;

/// <summary>The keys and values that a <see cref="Decoder"/> keeps of one text, so that each new token costs its own work alone.</summary>
/// <remarks>Kept in pages of 128 tokens that are taken as the text grows. A <see cref="Fork"/> shares them until one of the two writes. Not for several threads at once.</remarks>
public sealed unsafe class KeyValueSequence
{
    private const int PageTokens = CachedAttentionProblem<float>.PageTokens;

    private readonly List<KeyValuePage> pages = [];
    private readonly int layers, keyHeads, headSize;
    private nint[] table = [];

    /// <param name="config">The decoder's.</param>
    /// <param name="format">How numbers are kept: F32, F16 (half the memory) or Q8_0 (about a quarter; 32 features of a token share a scale).</param>
    /// <exception cref="ArgumentException">It is another format.</exception>
    public KeyValueSequence(DecoderConfig config, BlockFormat format = BlockFormat.F32)
        : this(config.Layers, config.KeyHeads, config.HeadSize, format)
    {
    }

    internal KeyValueSequence(int layers, int keyHeads, int headSize, BlockFormat format = BlockFormat.F32)
    {
        if (!KeptRows.Takes(format)) throw new ArgumentException($"Keys and values are kept as F32, F16 or Q8_0, not as {format}.", nameof(format));
        (this.layers, this.keyHeads, this.headSize, Format) = (layers, keyHeads, headSize, format);
    }

    /// <summary>How numbers are kept.</summary>
    public BlockFormat Format { get; }

    /// <summary>How many tokens are kept.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of all pages, shared ones too.</summary>
    public long Bytes => pages.Count * PageBytes;

    private long PageBytes => 2L * layers * keyHeads * KeptRows.HeadBytes(Format, headSize);

    /// <summary>Where the pages lie; valid until the next <see cref="Reserve"/>.</summary>
    internal void** Pages => (void**)System.Runtime.CompilerServices.Unsafe.AsPointer(ref table[0]);

    /// <summary>Forgets the tokens from a place on. Pages that are empty then serve the next text: with 0, at the end of a text, nothing waits for the garbage collector.</summary>
    /// <param name="length">How many stay.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
        int kept = (length + PageTokens - 1) / PageTokens;
        for (int i = kept; i < pages.Count; i++) pages[i].Release();
        pages.RemoveRange(kept, pages.Count - kept);
    }

    /// <summary>Another sequence with the same tokens, which goes its own way from here.</summary>
    public KeyValueSequence Fork()
    {
        var copy = new KeyValueSequence(layers, keyHeads, headSize, Format) { Length = Length, table = Table(table.Length) };
        foreach (KeyValuePage page in pages) copy.pages.Add(page.Share());
        table.CopyTo(copy.table, 0);
        return copy;
    }

    /// <summary>Makes room for more tokens in pages that nobody else has.</summary>
    internal void Reserve(int more)
    {
        int wanted = (Length + more + PageTokens - 1) / PageTokens;
        if (wanted > table.Length)
        {
            nint[] larger = Table(Math.Max(wanted, 2 * table.Length));
            table.CopyTo(larger, 0);
            table = larger;
        }
        if (Length % PageTokens != 0 && pages[Length / PageTokens] is { IsShared: true } shared)
        {
            Put(Length / PageTokens, shared.Copy());
            shared.Release();
        }
        while (pages.Count < wanted)
        {
            pages.Add(null!);
            Put(pages.Count - 1, new KeyValuePage(PageBytes));
        }
    }

    /// <summary>Counts tokens whose keys and values stand in their places.</summary>
    internal void Advance(int more) => Length += more;

    private static nint[] Table(int length) => GC.AllocateArray<nint>(length, pinned: true);

    private void Put(int number, KeyValuePage page)
    {
        pages[number] = page;
        table[number] = (nint)page.Pointer;
    }
}
