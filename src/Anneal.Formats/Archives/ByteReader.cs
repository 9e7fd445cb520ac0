namespace Anneal.Formats;

/// <summary>Reads a known number of bytes from front to back, out of a file or an entry of an archive.</summary>
internal sealed class ByteReader(Stream stream, long length, string file, string place, uint? crc = null) : IDisposable
{
    private uint crcSoFar;

    /// <summary>The file, for messages.</summary>
    public string File => file;

    /// <summary>What is being read, for messages.</summary>
    public string Place => place;

    /// <summary>Bytes that were not read yet.</summary>
    public long Remaining { get; private set; } = length;

    /// <summary>Fills the span.</summary>
    /// <exception cref="ModelFileException">There are not that many bytes, or they can't be decompressed.</exception>
    public void Read(Span<byte> bytes)
    {
        if (bytes.Length > Remaining) throw Bad($"{bytes.Length} bytes are needed where {Remaining} are left.");
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new ModelFileException(file, place, $"the data end early or can't be decompressed: {e.Message}", "Copy or download the file again.", e);
        }
        Remaining -= bytes.Length;
        if (crc is not null) crcSoFar = Crc32.Append(crcSoFar, bytes);
    }

    /// <summary>All was read: checks that the data end here and have the checksum that was promised.</summary>
    public void Finish()
    {
        Span<byte> one = stackalloc byte[1];
        try
        {
            if (Remaining != 0 || stream.Read(one) != 0) throw Bad("there are more bytes than the header says.");
        }
        catch (InvalidDataException e)
        {
            throw new ModelFileException(file, place, $"the data can't be decompressed: {e.Message}", "Copy or download the file again.", e);
        }
        if (crc is not null && crc != crcSoFar) throw Bad("the checksum differs: the data were damaged.");
    }

    public void Dispose() => stream.Dispose();

    public ModelFileException Bad(string reason, string remedy = "Copy or download the file again, or save it again where it comes from.") => new(file, place, reason, remedy);
}
