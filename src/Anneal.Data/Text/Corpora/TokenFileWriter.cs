using System.Buffers.Binary;

namespace Anneal.Data.Text.Corpora;

/// <summary>Writes a <see cref="TokenFile"/> id by id; it stands under its name only when it is whole.</summary>
public sealed class TokenFileWriter : IDisposable
{
    private readonly string path;
    private readonly int width;
    private readonly BufferedStream stream;
    private readonly List<long> ends = [];
    private long count;
    private long characters;
    private bool finished;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will stand; what is there is replaced.</param>
    /// <param name="vocabulary">Different ids, which decides their width.</param>
    public TokenFileWriter(string path, int vocabulary)
    {
        this.path = path;
        width = vocabulary <= 1 << 16 ? 2 : 4;
        stream = new BufferedStream(new FileStream(path + ".part", FileMode.Create, FileAccess.Write), 1 << 20);
        stream.Write(new byte[TokenFile.HeaderBytes]);
    }

    /// <summary>Ids written so far.</summary>
    public long Count => count;

    /// <summary>Appends ids.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="ofCharacters">Characters of the text that they stand for.</param>
    public void Add(ReadOnlySpan<int> ids, long ofCharacters)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (int id in ids)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, id);
            stream.Write(bytes[..width]);
        }

        count += ids.Length;
        characters += ofCharacters;
    }

    /// <summary>Says that a document ends here.</summary>
    public void EndDocument() => ends.Add(count);

    /// <summary>Completes the file and gives it its name.</summary>
    public void Finish()
    {
        long padded = TokenFile.EndsAt(count, width);
        for (long at = TokenFile.HeaderBytes + (count * width); at < padded; at++) stream.WriteByte(0);
        Span<byte> number = stackalloc byte[8];
        foreach (long end in ends)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, end);
            stream.Write(number);
        }

        Span<byte> header = stackalloc byte[TokenFile.HeaderBytes];
        TokenFile.Mark.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], width);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], count);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], ends.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], characters);
        stream.Position = 0;
        stream.Write(header);
        stream.Dispose();
        finished = true;
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Takes away what was begun and not finished.</summary>
    public void Dispose()
    {
        if (finished) return;
        stream.Dispose();
        File.Delete(path + ".part");
    }
}
