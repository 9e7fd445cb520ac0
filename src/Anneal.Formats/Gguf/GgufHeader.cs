using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Anneal.Formats;

/// <summary>Reads and checks everything before the tensors' bytes: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.</summary>
/// <remarks>Counts and lengths are compared with the bytes that are left before anything is made of that size, and sums of sizes can't overflow.</remarks>
internal ref struct GgufHeader
{
    public const uint Magic = 0x46554747; // "GGUF"
    public const int DefaultAlignment = 32;
    public const string AlignmentKey = "general.alignment";

    private const int MostAxes = 4;
    private const int LongestName = 1024;
    private const int LongestKey = 65_535;
    private const int DeepestList = 4;
    private const long LongestList = int.MaxValue; // of bytes; a whole list is handed out at once
    private const string Again = "Copy or download the file again, or convert the model again.";

    private readonly MappedFile file;
    private long at;

    private GgufHeader(MappedFile file) => this.file = file;

    private readonly long Left => file.Length - at;

    public static (uint Version, GgufMetadata Metadata, List<GgufTensor> Tensors, long DataStart) Read(MappedFile file)
    {
        var header = new GgufHeader(file);
        uint version = header.ReadVersion();
        ulong tensorCount = header.ReadUInt64("the number of tensors"), valueCount = header.ReadUInt64("the number of metadata values");
        // The smallest value is a key of one letter with a byte; the smallest tensor has a name of one letter and no axes.
        if (valueCount > (ulong)header.Left / 14) throw header.Bad("byte 16", $"{valueCount} metadata values can't lie in the {header.Left} bytes that follow.");
        if (tensorCount > (ulong)header.Left / 25) throw header.Bad("byte 8", $"{tensorCount} tensors can't lie in the {header.Left} bytes that follow.");

        var values = new OrderedDictionary<string, GgufValue>(StringComparer.Ordinal);
        for (ulong i = 0; i < valueCount; i++)
        {
            string key = header.ReadName("the key of a metadata value", LongestKey);
            if (!values.TryAdd(key, header.ReadValue(key))) throw header.Bad($"metadata {ModelFileException.Quote(key)}", "the key appears twice.");
        }
        long alignment = header.Alignment(values);

        var tensors = new List<GgufTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (ulong i = 0; i < tensorCount; i++)
        {
            GgufTensor tensor = header.ReadTensor(alignment);
            if (!names.Add(tensor.Name)) throw header.Bad($"tensor {ModelFileException.Quote(tensor.Name)}", "the name appears twice.");
            tensors.Add(tensor);
        }
        long dataStart = header.at + ((alignment - (header.at % alignment)) % alignment);
        return (version, new GgufMetadata(file.Path, values), header.Place(tensors, dataStart), dataStart);
    }

    private uint ReadVersion()
    {
        if (Left < 24) throw new ModelFileException(file.Path, "byte 0", $"the file has {Left} bytes, but a GGUF file starts with 24.", Again);
        if (ReadUInt32("the mark") != Magic) throw new ModelFileException(file.Path, "byte 0", "the file does not start with GGUF.", "This is not a GGUF file, or it is damaged.");
        uint version = ReadUInt32("the version");
        if (version is 2 or 3) return version;
        if (BinaryPrimitives.ReverseEndianness(version) is 2 or 3) throw new ModelFileException(file.Path, "byte 4", "the file was written for big-endian machines.", "Convert it to little-endian where it comes from.");
        throw new ModelFileException(file.Path, "byte 4", $"version {version} can't be read; 2 and 3 can.", "Convert the model again with a current program.");
    }

    private GgufValue ReadValue(string key)
    {
        string place = $"metadata {ModelFileException.Quote(key)}";
        GgufType type = ReadType(place);
        if (type != GgufType.Array)
        {
            long from = at;
            Skip(type, place, 0);
            return new GgufValue(file, from, at - from, type, type, 1);
        }
        GgufType element = ReadType(place);
        ulong count = ReadUInt64(place);
        long start = at;
        SkipList(element, count, place, 1);
        if (at - start > LongestList) throw Bad(place, $"a list of {at - start} bytes is longer than any that is known.");
        return new GgufValue(file, start, at - start, GgufType.Array, element, (long)count);
    }

    private GgufType ReadType(string place)
    {
        uint type = ReadUInt32(place);
        return GgufTypes.IsKnown(type) ? (GgufType)type : throw Bad(place, $"type {type} is unknown.");
    }

    private void Skip(GgufType type, string place, int depth)
    {
        if (type == GgufType.Text)
        {
            ulong length = ReadUInt64(place);
            if (length > (ulong)Left) throw Bad(place, $"a text of {length} bytes goes beyond the end of the file.");
            if (length > LongestList) throw Bad(place, $"a text of {length} bytes is longer than any that is known.");
            at += (long)length;
        }
        else if (type == GgufType.Array)
        {
            GgufType element = ReadType(place);
            SkipList(element, ReadUInt64(place), place, depth + 1);
        }
        else
        {
            int size = GgufTypes.Size(type);
            Need(size, place);
            if (type == GgufType.Bool && file.Span(at, 1)[0] > 1) throw Bad(place, "a flag is neither 0 nor 1.");
            at += size;
        }
    }

    private void SkipList(GgufType element, ulong count, string place, int depth)
    {
        if (depth > DeepestList) throw Bad(place, $"lists lie within lists more than {DeepestList} deep.");
        int size = GgufTypes.Size(element), least = size > 0 ? size : element == GgufType.Text ? 8 : 12;
        if (count > (ulong)Left / (ulong)least) throw Bad(place, $"a list of {count} elements goes beyond the end of the file.");
        if (size > 0 && element != GgufType.Bool) at += (long)count * size;
        else for (ulong i = 0; i < count; i++) Skip(element, place, depth);
    }

    private readonly long Alignment(OrderedDictionary<string, GgufValue> values)
    {
        if (!values.TryGetValue(AlignmentKey, out GgufValue? value)) return DefaultAlignment;
        if (value.Type != GgufType.UInt32 || value.AsInteger() is not (>= 1 and <= 1 << 20 and var alignment) || !BitOperations.IsPow2(alignment))
            throw Bad($"metadata '{AlignmentKey}'", $"{value} is not a power of two up to {1 << 20}.");
        return alignment;
    }

    private GgufTensor ReadTensor(long alignment)
    {
        string name = ReadName("the name of a tensor", LongestName), place = $"tensor {ModelFileException.Quote(name)}";
        uint axes = ReadUInt32(place);
        if (axes > MostAxes) throw Bad(place, $"it has {axes} axes; at most {MostAxes} are allowed.");
        var dims = new long[axes];
        UInt128 count = 1;
        for (int i = (int)axes - 1; i >= 0; i--)
        {
            ulong dim = ReadUInt64(place);
            if (dim is 0 or > int.MaxValue) throw Bad(place, $"an axis has a length of {dim}; 1 to {int.MaxValue} are allowed.");
            dims[i] = (long)dim;
            count *= dim; // below 2^31 four times
        }
        uint number = ReadUInt32(place);
        if (GgufTensorTypes.Find(number) is not { } type) throw Bad(place, $"element type {number} is unknown.");
        long innermost = dims.Length == 0 ? 1 : dims[^1];
        if (innermost % type.BlockLength != 0) throw Bad(place, $"rows of {innermost} don't make whole blocks of {type.BlockLength}, which {type.Name} has.");
        UInt128 bytes = count / (ulong)type.BlockLength * (ulong)type.BlockBytes;
        ulong offset = ReadUInt64(place);
        if (bytes > (ulong)file.Length || offset > (ulong)file.Length) throw Bad(place, $"{bytes} bytes from byte {offset} of the data on are more than the file has.");
        if (offset % (ulong)alignment != 0) throw Bad(place, $"its bytes start at {offset}, which is no multiple of {alignment}.");
        return new GgufTensor(name, type, dims, (long)offset, (long)bytes);
    }

    /// <summary>The tensors with their places in the file, in the order of the bytes, after a check that each lies in the file and none in another.</summary>
    private readonly List<GgufTensor> Place(List<GgufTensor> tensors, long dataStart)
    {
        long data = Math.Max(0, file.Length - dataStart), end = 0;
        foreach (GgufTensor tensor in tensors.OrderBy(t => t.Offset).ThenBy(t => t.Bytes))
        {
            string place = $"tensor {ModelFileException.Quote(tensor.Name)}";
            if (tensor.Offset < end) throw Bad(place, $"its bytes start at {tensor.Offset}, inside another tensor that ends at {end}.");
            end = tensor.Offset + tensor.Bytes;
            if (end > data) throw new ModelFileException(file.Path, place, $"its bytes end at {end}, but the file holds {data} after the header.", "The file was cut off: copy or download it again.");
        }
        return [.. tensors.OrderBy(t => t.Offset).Select(t => new GgufTensor(t.Name, t.ElementType, [.. t.Dims], dataStart + t.Offset, t.Bytes))];
    }

    private string ReadName(string what, int longest)
    {
        string place = $"byte {at}";
        ulong length = ReadUInt64(what);
        if (length == 0 || length > (ulong)longest || length > (ulong)Left) throw Bad(place, $"{what} would be {length} bytes long; 1 to {longest} are allowed.");
        ReadOnlySpan<byte> text = file.Span(at, (int)length);
        if (!System.Text.Unicode.Utf8.IsValid(text)) throw Bad(place, $"{what} is not valid UTF-8.");
        at += (long)length;
        return Encoding.UTF8.GetString(text);
    }

    private uint ReadUInt32(string what)
    {
        Need(4, what);
        at += 4;
        return BinaryPrimitives.ReadUInt32LittleEndian(file.Span(at - 4, 4));
    }

    private ulong ReadUInt64(string what)
    {
        Need(8, what);
        at += 8;
        return BinaryPrimitives.ReadUInt64LittleEndian(file.Span(at - 8, 8));
    }

    private readonly void Need(int bytes, string what)
    {
        if (Left < bytes) throw new ModelFileException(file.Path, $"byte {at}", $"the file ends within {what}.", "The file was cut off: copy or download it again.");
    }

    private readonly ModelFileException Bad(string place, string reason) => new(file.Path, place, reason, Again);
}
