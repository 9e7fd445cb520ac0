using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Anneal.Formats;

/// <summary>
/// Reads and checks the header of a safetensors file: 8 bytes with its length, then JSON that gives each tensor's type,
/// shape and place. Whatever is not exactly as https://github.com/huggingface/safetensors#format has it is refused.
/// </summary>
internal ref struct SafeTensorsHeader
{
    /// <summary>Bytes before the JSON.</summary>
    public const int PrefixBytes = 8;

    /// <summary>The longest header that the format allows.</summary>
    public const int LongestHeader = 100_000_000;

    /// <summary>The key that holds text about the file instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    private const string Again = "Copy or download the file again, or save it again with safetensors.";

    private readonly string file;
    private Utf8JsonReader json;
    private Dictionary<string, string>? metadata;

    private SafeTensorsHeader(string file, ReadOnlySpan<byte> text)
    {
        this.file = file;
        // The file's object, a tensor's object, its shape: nothing lies deeper.
        json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 3 });
    }

    /// <summary>The checked entries in the order of their bytes, the metadata, and where the bytes of the tensors start.</summary>
    public static (List<SafeTensorEntry> Entries, Dictionary<string, string> Metadata, long DataStart) Read(MappedFile file)
    {
        if (file.Length < PrefixBytes)
            throw new ModelFileException(file.Path, "byte 0", $"the file has {file.Length} bytes, but a safetensors file starts with 8 that give the length of its header.", Again);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, PrefixBytes));
        if (length > LongestHeader)
            throw new ModelFileException(file.Path, "byte 0", $"the header would be {length} bytes long; at most {LongestHeader} are allowed.", "This is not a safetensors file, or it is damaged.");
        if ((long)length > file.Length - PrefixBytes)
            throw new ModelFileException(file.Path, "byte 0", $"the header would be {length} bytes long, but only {file.Length - PrefixBytes} follow.", "The file was cut off: copy or download it again.");
        ReadOnlySpan<byte> text = file.Span(PrefixBytes, (int)length);
        long dataStart = PrefixBytes + (long)length;

        if (text.IsEmpty || text[0] != (byte)'{')
            throw new ModelFileException(file.Path, "byte 8", "the header does not start with '{'.", "This is not a safetensors file, or it is damaged.");
        if (!Utf8.IsValid(text)) throw new ModelFileException(file.Path, "header", "the text is not valid UTF-8.", Again);
        var header = new SafeTensorsHeader(file.Path, text);
        List<SafeTensorEntry> entries;
        try
        {
            entries = header.ReadFile();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the second is for half of a surrogate pair in \u escapes
        {
            throw new ModelFileException(file.Path, header.Place, $"the header is not valid JSON: {e.Message}", Again, e);
        }
        header.CheckCoverage(entries, file.Length - dataStart);
        return (entries, header.metadata ?? new Dictionary<string, string>(StringComparer.Ordinal), dataStart);
    }

    private readonly string Place => $"byte {PrefixBytes + json.TokenStartIndex}";

    private readonly ModelFileException Bad(string place, string reason) => new(file, place, reason, Again);

    private List<SafeTensorEntry> ReadFile()
    {
        var entries = new List<SafeTensorEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            if (!names.Add(name)) throw Bad(Place, $"the name {ModelFileException.Quote(name)} appears twice.");
            if (name == MetadataKey) ReadMetadata();
            else entries.Add(ReadEntry(name));
        }
        while (json.Read()) { } // only spaces may follow; anything else throws
        return entries;
    }

    private void ReadMetadata()
    {
        metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, MetadataKey, "an object of texts");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            if (!json.Read() || json.TokenType != JsonTokenType.String) throw Bad(Place, $"the metadata {ModelFileException.Quote(key)} is not a text.");
            if (!metadata.TryAdd(key, json.GetString()!)) throw Bad(Place, $"the metadata {ModelFileException.Quote(key)} appears twice.");
        }
    }

    private SafeTensorEntry ReadEntry(string name)
    {
        string place = $"tensor {ModelFileException.Quote(name)}";
        string? type = null;
        long[]? dims = null, offsets = null;
        Expect(JsonTokenType.StartObject, place, "an object with dtype, shape and data_offsets");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("dtype"u8) && type is null)
            {
                Expect(JsonTokenType.String, place, "a text as its dtype");
                type = json.GetString()!;
            }
            else if (json.ValueTextEquals("shape"u8) && dims is null)
            {
                dims = ReadNumbers(place, "shape");
            }
            else if (json.ValueTextEquals("data_offsets"u8) && offsets is null)
            {
                offsets = ReadNumbers(place, "data_offsets");
            }
            else
            {
                throw Bad(place, $"the field {ModelFileException.Quote(json.GetString()!)} is unknown or appears twice.");
            }
        }
        if (type is null || dims is null || offsets is null) throw Bad(place, "one of dtype, shape and data_offsets is missing.");
        if (offsets.Length != 2 || offsets[0] > offsets[1]) throw Bad(place, "data_offsets are not a first byte and an end that is not before it.");
        if (SafeTensorTypes.Find(type) is not { } known) throw Bad(place, $"the element type {ModelFileException.Quote(type)} is unknown.");
        if (ByteCount(dims, known.Bits) is not { } bytes) throw Bad(place, $"a shape [{Join(dims)}] of {type} has more bytes than any file, or doesn't end with a whole byte.");
        if (bytes != offsets[1] - offsets[0])
            throw Bad(place, $"a shape [{Join(dims)}] of {type} takes {bytes} bytes, but data_offsets give it {offsets[1] - offsets[0]}.");
        return new SafeTensorEntry(name, type, dims, offsets[0], offsets[1]);
    }

    private long[] ReadNumbers(string place, string field)
    {
        Expect(JsonTokenType.StartArray, place, $"a list as its {field}");
        var numbers = new List<long>(4);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
                throw Bad(place, $"{field} holds something that is not a whole number from 0 up to 2^63.");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private void Expect(JsonTokenType type, string place, string what)
    {
        if (!json.Read() || json.TokenType != type) throw Bad(place, $"there should be {what}.");
    }

    /// <summary>The tensors must lie one after another and fill the rest of the file, without holes where something could hide.</summary>
    private readonly void CheckCoverage(List<SafeTensorEntry> entries, long dataBytes)
    {
        entries.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End != b.End ? a.End.CompareTo(b.End) : string.CompareOrdinal(a.Name, b.Name));
        long end = 0;
        foreach (SafeTensorEntry entry in entries)
        {
            string place = $"tensor {ModelFileException.Quote(entry.Name)}";
            if (entry.Start < end) throw Bad(place, $"its bytes start at {entry.Start}, inside another tensor that ends at {end}.");
            if (entry.Start > end) throw Bad(place, $"its bytes start at {entry.Start}, but the tensors before it end at {end}.");
            if (entry.End > dataBytes)
                throw new ModelFileException(file, place, $"its bytes end at {entry.End}, but the file holds {dataBytes} after the header.", "The file was cut off: copy or download it again.");
            end = entry.End;
        }
        if (end != dataBytes) throw Bad("end", $"{dataBytes - end} bytes follow the last tensor.");
    }

    private static long? ByteCount(long[] dims, int bits)
    {
        UInt128 total = (UInt128)bits;
        if (Array.IndexOf(dims, 0) >= 0) return 0;
        foreach (long dim in dims)
        {
            total *= (UInt128)dim; // below 2^67 before, and dim below 2^63
            if (total > (UInt128)long.MaxValue * 8) return null;
        }
        return total % 8 == 0 ? (long)(total / 8) : null;
    }

    private static string Join(long[] dims) => string.Join(", ", dims.Take(16)) + (dims.Length > 16 ? ", …" : "");
}
