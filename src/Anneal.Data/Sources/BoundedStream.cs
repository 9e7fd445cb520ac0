using Anneal.Data.Messages;

namespace Anneal.Data.Sources;

/// <summary>What comes out of an archive, up to a bound: a small file that unpacks without end must not fill memory or disk.</summary>
/// <param name="inner">The unpacked bytes.</param>
/// <param name="packedBytes">The archive's size in bytes.</param>
/// <param name="shownAs">The archive's name in messages.</param>
internal sealed class BoundedStream(Stream inner, long packedBytes, string shownAs) : Stream
{
    /// <summary>The most that is unpacked, in bytes.</summary>
    public const long MostBytes = 8L << 30;

    /// <summary>Tables of few different values are packed a few hundred times; deflate ends at about a thousand, which only a single repeated byte reaches.</summary>
    private const long MostTimes = 500;

    /// <summary>Below this nothing is refused: a small file may well be one repeated line.</summary>
    private const long AlwaysAllowed = 64L << 20;

    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new UserErrorException(SourceMessages.BrokenFile("archive", e.Message.TrimEnd('.')), SourceMessages.BrokenFileWayOut, new Place(shownAs), e);
        }

        count += read;
        if (count > MostBytes) throw new UserErrorException(SourceMessages.UnpacksTooFar(MostBytes), SourceMessages.UnpacksTooFarWayOut, new Place(shownAs));
        if (count > AlwaysAllowed && count / MostTimes > packedBytes)
            throw new UserErrorException(SourceMessages.PackedTooTightly(MostTimes), SourceMessages.UnpacksTooFarWayOut, new Place(shownAs));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
