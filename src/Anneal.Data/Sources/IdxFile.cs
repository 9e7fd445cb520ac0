using System.Buffers.Binary;
using System.IO.Compression;
using Anneal.Data.Messages;
using Anneal.Tensors;

namespace Anneal.Data.Sources;

/// <summary>Reads IDX, the format of MNIST and its relatives: a type, lengths of axes, then the numbers, most significant byte first.</summary>
/// <remarks>Two zero bytes, the type of the elements, the number of axes, a 32-bit length for each, the elements (LeCun, "The MNIST database"). A file that begins as gzip is unpacked.</remarks>
public static class IdxFile
{
    /// <summary>The largest content that is read, in bytes.</summary>
    private const long MostBytes = 1L << 31;

    /// <summary>Reads a whole file: bytes as uint8, 16-bit and 32-bit integers as int32, floats as they are.</summary>
    /// <exception cref="UserErrorException">The file is missing, isn't IDX, or is shorter or longer than its header says.</exception>
    public static Tensor Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            int first = file.ReadByte(), second = file.ReadByte();
            file.Position = 0;
            if (first != 0x1F || second != 0x8B) return Read(file, path);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return Read(unpacked, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException(IdxMessages.NotFound(path), IdxMessages.NotFoundWayOut, inner: e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Broken(path, IdxMessages.Unreadable(e.Message), e);
        }
    }

    private static Tensor Read(Stream content, string path)
    {
        Span<byte> head = stackalloc byte[4];
        Fill(content, head, path);
        if (head[0] != 0 || head[1] != 0) throw Broken(path, IdxMessages.NotIdx);
        int size = head[2] switch
        {
            0x08 or 0x09 => 1,
            0x0B => 2,
            0x0C or 0x0D => 4,
            0x0E => 8,
            _ => throw Broken(path, IdxMessages.UnknownType(head[2])),
        };
        int rank = head[3];
        if (rank is 0 or > Shape.MaxRank) throw Broken(path, IdxMessages.AxisCount(rank));

        Span<byte> lengths = stackalloc byte[4 * rank];
        Fill(content, lengths, path);
        var dims = new int[rank];
        long count = 1;
        for (int i = 0; i < rank; i++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(lengths[(4 * i)..]);
            if (length > int.MaxValue || (count *= length) * size > MostBytes) throw Broken(path, IdxMessages.TooLarge);
            dims[i] = (int)length;
        }

        // Read as the content comes: a header that promises more than the file holds must not cost memory.
        using var buffer = new MemoryStream();
        var block = new byte[1 << 16];
        int read;
        while ((read = content.Read(block)) > 0)
        {
            if (buffer.Length + read > count * size) throw Broken(path, IdxMessages.Longer(count * size));
            buffer.Write(block, 0, read);
        }
        if (buffer.Length < count * size) throw Broken(path, IdxMessages.Shorter(count * size, buffer.Length));
        return Convert(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), head[2], dims);
    }

    private static Tensor Convert(ReadOnlySpan<byte> bytes, byte type, int[] dims) => type switch
    {
        0x08 => Tensor.From(bytes, dims),
        0x09 => Numbers(bytes, 1, dims, b => (int)(sbyte)b[0]),
        0x0B => Numbers(bytes, 2, dims, b => (int)BinaryPrimitives.ReadInt16BigEndian(b)),
        0x0C => Numbers(bytes, 4, dims, BinaryPrimitives.ReadInt32BigEndian),
        0x0D => Numbers(bytes, 4, dims, BinaryPrimitives.ReadSingleBigEndian),
        _ => Numbers(bytes, 8, dims, BinaryPrimitives.ReadDoubleBigEndian),
    };

    private static Tensor Numbers<T>(ReadOnlySpan<byte> bytes, int size, int[] dims, Func<ReadOnlySpan<byte>, T> read)
        where T : unmanaged
    {
        var values = new T[bytes.Length / size];
        for (int i = 0; i < values.Length; i++) values[i] = read(bytes[(size * i)..]);
        return Tensor.From(values, dims);
    }

    private static void Fill(Stream content, Span<byte> bytes, string path)
    {
        int read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length) throw Broken(path, IdxMessages.NotIdx);
    }

    private static UserErrorException Broken(string path, Message reason, Exception? inner = null) =>
        new(reason, IdxMessages.BrokenWayOut, new Place(path), inner);
}
