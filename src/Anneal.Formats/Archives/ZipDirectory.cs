using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Anneal.Formats;

/// <summary>The table of contents of a zip archive, as npz and PyTorch files are, checked as a whole before an entry is read.</summary>
/// <remarks>
/// Layout: PKWARE APPNOTE.TXT 6.3.10. Entries must not overlap, so what they hold is bounded by the size of the file
/// (times 1,032, the most that deflate can reach); encryption, several disks and other compressions are refused.
/// </remarks>
internal sealed class ZipDirectory
{
    private const int EndBytes = 22, EntryBytes = 46, LocalBytes = 30, End64Bytes = 56, Locator64Bytes = 20;
    private const int DeflateRatio = 1032;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly MappedFile file;
    private readonly Dictionary<string, ZipEntry> entries = new(StringComparer.Ordinal);

    private ZipDirectory(MappedFile file) => this.file = file;

    /// <summary>The entries in the order of the table.</summary>
    public List<ZipEntry> Entries { get; } = [];

    /// <summary>True if the file begins as a zip archive does.</summary>
    public static bool IsZip(MappedFile file) => file.Length >= 4 && file.Span(0, 4) is [(byte)'P', (byte)'K', 3, 4] or [(byte)'P', (byte)'K', 5, 6];

    public static ZipDirectory Read(MappedFile file)
    {
        var zip = new ZipDirectory(file);
        (long count, long size, long start) = zip.FindTable();
        zip.ReadTable(count, size, start);
        zip.CheckOverlap();
        return zip;
    }

    public ZipEntry? Find(string name) => entries.GetValueOrDefault(name);

    /// <summary>The decompressed bytes from front to back.</summary>
    public ByteReader Open(ZipEntry entry)
    {
        Stream stream = file.Stream(entry.Start, entry.StoredBytes);
        if (entry.Deflated) stream = new DeflateStream(stream, CompressionMode.Decompress);
        return new ByteReader(stream, entry.Bytes, file.Path, $"entry {ModelFileException.Quote(entry.Name)}", entry.Crc);
    }

    /// <summary>The number of entries and the table's size and place, from the record at the end of the file.</summary>
    private (long Count, long Size, long Start) FindTable()
    {
        int tail = (int)Math.Min(file.Length, EndBytes + ushort.MaxValue); // a comment of up to 65,535 bytes may follow the record
        ReadOnlySpan<byte> bytes = file.Span(file.Length - tail, tail);
        int at = tail - EndBytes;
        while (at >= 0 && !(U32(bytes, at) == 0x06054b50 && U16(bytes, at + 20) == tail - EndBytes - at)) at--;
        if (at < 0) throw Bad("end", "the record that ends every zip archive is missing.", "The file was cut off: copy or download it again.");
        ReadOnlySpan<byte> end = bytes[at..];
        long endAt = file.Length - tail + at;
        if (U16(end, 4) is not (0 or ushort.MaxValue) || U16(end, 6) is not (0 or ushort.MaxValue)) throw Bad("end", "the archive is split over several disks.");
        long count = U16(end, 10), size = U32(end, 12), start = U32(end, 16);
        if (count == ushort.MaxValue || size == uint.MaxValue || start == uint.MaxValue)
        {
            if (endAt < Locator64Bytes + End64Bytes) throw Bad("end", "the 64-bit record is missing.");
            ReadOnlySpan<byte> locator = file.Span(endAt - Locator64Bytes, Locator64Bytes);
            long end64At = (long)U64(locator, 8);
            if (U32(locator, 0) != 0x07064b50 || end64At != endAt - Locator64Bytes - End64Bytes) throw Bad("end", "the 64-bit record is missing or is not where it should be.");
            ReadOnlySpan<byte> end64 = file.Span(end64At, End64Bytes);
            if (U32(end64, 0) != 0x06064b50) throw Bad("end", "the 64-bit record is damaged.");
            (count, size, start) = ((long)U64(end64, 32), (long)U64(end64, 40), (long)U64(end64, 48));
            endAt = end64At;
        }
        else if (endAt >= Locator64Bytes + End64Bytes && U32(file.Span(endAt - Locator64Bytes, 4), 0) == 0x07064b50)
        {
            endAt -= Locator64Bytes + End64Bytes; // a 64-bit record that isn't needed: PyTorch always writes one
        }
        if (count < 0 || size < 0 || start < 0 || start > endAt || size != endAt - start || count > size / EntryBytes)
            throw Bad("end", $"{count} entries in {size} bytes from byte {start} do not fit the file.");
        return (count, size, start);
    }

    private void ReadTable(long count, long size, long start)
    {
        long at = start, end = start + size;
        for (long i = 0; i < count; i++)
        {
            if (end - at < EntryBytes) throw Bad($"entry {i}", "the table of contents is too short.");
            ReadOnlySpan<byte> head = file.Span(at, EntryBytes);
            if (U32(head, 0) != 0x02014b50) throw Bad($"entry {i}", "the table of contents is damaged.");
            int nameBytes = U16(head, 28), extraBytes = U16(head, 30), commentBytes = U16(head, 32);
            if (end - at - EntryBytes < nameBytes + extraBytes + commentBytes) throw Bad($"entry {i}", "the table of contents is too short.");
            ReadOnlySpan<byte> rawName = file.Span(at + EntryBytes, nameBytes);
            string name = Name(rawName, i);
            string place = $"entry {ModelFileException.Quote(name)}";
            if ((U16(head, 8) & 1) != 0) throw Bad(place, "it is encrypted.", "Save the file without a password.");
            int method = U16(head, 10);
            if (method is not (0 or 8)) throw Bad(place, $"it is compressed by method {method}; only stored and deflated entries can be read.", "Save the file again without compression.");
            long stored = U32(head, 20), bytes = U32(head, 24), localAt = U32(head, 42);
            Widen(file.Span(at + EntryBytes + nameBytes, extraBytes), ref bytes, ref stored, ref localAt, place);
            if (method == 0 ? bytes != stored : bytes > (stored * DeflateRatio) + DeflateRatio) throw Bad(place, $"{stored} bytes can't hold {bytes}.");
            var entry = new ZipEntry(name, method == 8, DataStart(localAt, rawName, stored, start, place), stored, bytes, U32(head, 16));
            if (!entries.TryAdd(name, entry)) throw Bad(place, "the name appears twice.");
            Entries.Add(entry);
            at += EntryBytes + nameBytes + extraBytes + commentBytes;
        }
        if (at != end) throw Bad("end", "the table of contents is longer than its entries.");
    }

    private string Name(ReadOnlySpan<byte> raw, long index)
    {
        try
        {
            return StrictUtf8.GetString(raw);
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFileException(file.Path, $"entry {index}", "its name is not valid UTF-8.", "Save the file again with plain names.", e);
        }
    }

    /// <summary>Numbers that need 64 bits stand in an extra field, in this order, those alone whose 32 bits are all ones.</summary>
    private void Widen(ReadOnlySpan<byte> extra, ref long bytes, ref long stored, ref long localAt, string place)
    {
        bool wideBytes = bytes == uint.MaxValue, wideStored = stored == uint.MaxValue, wideLocal = localAt == uint.MaxValue;
        if (!wideBytes && !wideStored && !wideLocal) return;
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), length = U16(extra, 2);
            if (length > extra.Length - 4) break;
            ReadOnlySpan<byte> field = extra.Slice(4, length);
            extra = extra[(4 + length)..];
            if (id != 1) continue;
            if (length < 8 * ((wideBytes ? 1 : 0) + (wideStored ? 1 : 0) + (wideLocal ? 1 : 0))) break;
            Take(ref field, wideBytes, ref bytes);
            Take(ref field, wideStored, ref stored);
            Take(ref field, wideLocal, ref localAt);
            if (bytes < 0 || stored < 0 || localAt < 0 || stored > file.Length) break;
            return;
        }
        throw Bad(place, "its 64-bit sizes are missing or damaged.");

        static void Take(ref ReadOnlySpan<byte> field, bool wide, ref long value)
        {
            if (!wide) return;
            value = (long)U64(field, 0);
            field = field[8..];
        }
    }

    private long DataStart(long localAt, ReadOnlySpan<byte> rawName, long stored, long tableStart, string place)
    {
        if (localAt > tableStart - LocalBytes) throw Bad(place, "it lies outside of the file.");
        ReadOnlySpan<byte> local = file.Span(localAt, LocalBytes);
        if (U32(local, 0) != 0x04034b50) throw Bad(place, "its header is damaged.");
        int nameBytes = U16(local, 26);
        long dataStart = localAt + LocalBytes + nameBytes + U16(local, 28);
        if (dataStart > tableStart || stored > tableStart - dataStart) throw Bad(place, "its data reach beyond the entries.");
        if (!file.Span(localAt + LocalBytes, nameBytes).SequenceEqual(rawName)) throw Bad(place, "its header has another name than the table of contents.");
        return dataStart;
    }

    private void CheckOverlap()
    {
        long end = 0;
        foreach (ZipEntry entry in Entries.OrderBy(e => e.Start).ThenBy(e => e.StoredBytes))
        {
            if (entry.Start < end) throw Bad($"entry {ModelFileException.Quote(entry.Name)}", "its data lie inside those of another.");
            end = entry.Start + entry.StoredBytes;
        }
    }

    private ModelFileException Bad(string place, string reason, string remedy = "Copy or download the file again, or save it again where it comes from.") => new(file.Path, place, reason, remedy);

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
