using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Anneal.Data.Messages;
using Anneal.Formats;

namespace Anneal.Data.Text.Corpora;

/// <summary>A text as token ids on the disk, mapped into memory: pages are read as they are touched, so it may be larger than memory.</summary>
/// <remarks>
/// Little-endian: the mark <c>ANNTOK01</c>, bytes of an id (2 or 4, int32), 0 (int32), ids (int64), documents (int64), characters (int64); the ids;
/// zeros up to a multiple of 8; where each document ends (int64, the place of the first id behind it).
/// </remarks>
public sealed class TokenFile : IDisposable
{
    internal const int HeaderBytes = 40;

    private readonly MappedFile file;
    private readonly int width;

    private TokenFile(MappedFile file, int width, long count, long documents, long characters)
    {
        this.file = file;
        this.width = width;
        Count = count;
        Documents = documents;
        Characters = characters;
    }

    internal static ReadOnlySpan<byte> Mark => "ANNTOK01"u8;

    /// <summary>Ids in the file.</summary>
    public long Count { get; }

    /// <summary>Documents that end in the file.</summary>
    public long Documents { get; }

    /// <summary>Characters (UTF-16 units) of the text that the ids were made from.</summary>
    public long Characters { get; }

    /// <summary>Opens a file and checks its size.</summary>
    /// <exception cref="UserErrorException">It is no token file, or not a whole one.</exception>
    public static TokenFile Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            if (file.Length < HeaderBytes) throw Damaged(path);
            ReadOnlySpan<byte> header = file.Span(0, HeaderBytes);
            int width = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            long count = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
            long documents = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
            long characters = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
            bool whole = header[..8].SequenceEqual(Mark) && width is 2 or 4 && count >= 0 && documents >= 0 && characters >= 0
                && count <= (file.Length - HeaderBytes) / width && documents <= count
                && file.Length == EndsAt(count, width) + (documents * 8);
            return whole ? new TokenFile(file, width, count, documents, characters) : throw Damaged(path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Copies ids.</summary>
    /// <param name="start">The place of the first.</param>
    /// <param name="ids">Where to; as many are copied as fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many behind <paramref name="start"/>.</exception>
    public void Read(long start, Span<int> ids)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Count - ids.Length);
        ReadOnlySpan<byte> bytes = file.Span(HeaderBytes + (start * width), ids.Length * width);
        if (width == 4)
        {
            MemoryMarshal.Cast<byte, int>(bytes).CopyTo(ids);
            return;
        }

        ReadOnlySpan<ushort> narrow = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (int i = 0; i < ids.Length; i++) ids[i] = narrow[i];
    }

    /// <summary>Where a document ends: the place of the first id behind it.</summary>
    public long EndOf(long document)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)document, (ulong)Documents);
        long end = BinaryPrimitives.ReadInt64LittleEndian(file.Span(EndsAt(Count, width) + (document * 8), 8));
        return Math.Clamp(end, 0, Count);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    internal static long EndsAt(long count, int width) => (HeaderBytes + (count * width) + 7) / 8 * 8;

    private static UserErrorException Damaged(string path) => new(CorpusMessages.NotTokens, CorpusMessages.NotTokensWayOut, new Place(path));
}
