using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Anneal.Formats;

/// <summary>A piece of metadata of a GGUF file: a number, a flag, a text, or a list of them.</summary>
/// <remarks>What was read from a file stays there as bytes until it is asked for: a vocabulary of 100,000 texts costs nothing until then.</remarks>
public sealed class GgufValue
{
    private readonly MappedFile? file;
    private readonly long offset;
    private readonly long bytes;
    private readonly byte[] own;

    /// <summary>A value whose checked bytes lie in a file.</summary>
    internal GgufValue(MappedFile file, long offset, long bytes, GgufType type, GgufType elementType, long count)
    {
        this.file = file;
        this.offset = offset;
        this.bytes = bytes;
        own = [];
        Type = type;
        ElementType = type == GgufType.Array ? elementType : null;
        Count = count;
    }

    private GgufValue(byte[] own, GgufType type, GgufType? elementType, long count)
    {
        this.own = own;
        Type = type;
        ElementType = elementType;
        Count = count;
    }

    /// <summary>The type in the file.</summary>
    public GgufType Type { get; }

    /// <summary>The type of a list's elements; null for what is no list.</summary>
    public GgufType? ElementType { get; }

    /// <summary>The number of elements; 1 for what is no list.</summary>
    public long Count { get; }

    /// <summary>True for a list of lists, which can be kept but not taken apart.</summary>
    internal bool IsNested => ElementType == GgufType.Array;

    /// <summary>A text.</summary>
    public static GgufValue Of(string text) => new(Bytes([text]), GgufType.Text, null, 1);

    /// <summary>An unsigned 32-bit integer, which most of the known keys want.</summary>
    public static GgufValue Of(uint number) => Numbers([number], GgufType.UInt32, list: false);

    /// <summary>A signed 32-bit integer.</summary>
    public static GgufValue Of(int number) => Numbers([number], GgufType.Int32, list: false);

    /// <summary>An unsigned 64-bit integer.</summary>
    public static GgufValue Of(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return new GgufValue(bytes, GgufType.UInt64, null, 1);
    }

    /// <summary>A 32-bit float.</summary>
    public static GgufValue Of(float number) => Floats([number], list: false);

    /// <summary>A flag.</summary>
    public static GgufValue Of(bool flag) => new([flag ? (byte)1 : (byte)0], GgufType.Bool, null, 1);

    /// <summary>A list of texts.</summary>
    public static GgufValue Of(IReadOnlyCollection<string> texts) => new(Bytes(texts), GgufType.Array, GgufType.Text, texts.Count);

    /// <summary>A list of texts as bytes, for vocabularies whose tokens need not be whole characters.</summary>
    public static GgufValue Of(IReadOnlyCollection<byte[]> texts) => new(Bytes(texts), GgufType.Array, GgufType.Text, texts.Count);

    /// <summary>A list of signed 32-bit integers.</summary>
    public static GgufValue Of(IReadOnlyCollection<int> numbers) => Numbers([.. numbers.Select(n => (long)n)], GgufType.Int32, list: true);

    /// <summary>A list of 32-bit floats.</summary>
    public static GgufValue Of(IReadOnlyCollection<float> numbers) => Floats([.. numbers], list: true);

    /// <summary>The text; null if this is none.</summary>
    public string? AsText() => Type == GgufType.Text ? AllTexts(1)[0] : null;

    /// <summary>The flag; null if this is none.</summary>
    public bool? AsFlag() => Type == GgufType.Bool ? Content[0] != 0 : null;

    /// <summary>The integer of whatever width; null if this is none, or too large.</summary>
    public long? AsInteger() => Type != GgufType.Array && IsInteger(Type) ? Integer(Content, Type) : null;

    /// <summary>The number, integer or float; null if this is none.</summary>
    public double? AsNumber() => Type != GgufType.Array && IsNumber(Type) ? Number(Content, Type) : null;

    /// <summary>The list of texts; null if this is none. What is not UTF-8 becomes replacement characters.</summary>
    public string[]? AsTexts() => ElementType == GgufType.Text ? AllTexts(Count) : null;

    /// <summary>The list of texts as the bytes that stand in the file; null if this is none.</summary>
    public byte[][]? AsTextBytes()
    {
        if (ElementType != GgufType.Text) return null;
        var all = new byte[Count][];
        ReadOnlySpan<byte> rest = Content;
        for (int i = 0; i < all.Length; i++) all[i] = NextText(ref rest).ToArray();
        GC.KeepAlive(this);
        return all;
    }

    /// <summary>The list of integers (or flags) of whatever width; null if this is none.</summary>
    public long[]? AsIntegers()
    {
        if (ElementType is not { } type || !(IsInteger(type) || type == GgufType.Bool)) return null;
        var all = new long[Count];
        ReadOnlySpan<byte> content = Content;
        int size = GgufTypes.Size(type);
        for (int i = 0; i < all.Length; i++)
        {
            if (Integer(content[(i * size)..], type) is not { } number) return null;
            all[i] = number;
        }
        GC.KeepAlive(this);
        return all;
    }

    /// <summary>The list of numbers, integers or floats; null if this is none.</summary>
    public float[]? AsNumbers()
    {
        if (ElementType is not { } type || !IsNumber(type)) return null;
        var all = new float[Count];
        ReadOnlySpan<byte> content = Content;
        int size = GgufTypes.Size(type);
        for (int i = 0; i < all.Length; i++) all[i] = (float)Number(content[(i * size)..], type);
        GC.KeepAlive(this);
        return all;
    }

    /// <summary>The value as it is read by people; long lists are cut.</summary>
    public override string ToString()
    {
        const int Shown = 8;
        if (Type != GgufType.Array) return AsText() ?? AsFlag()?.ToString() ?? AsInteger()?.ToString(CultureInfo.InvariantCulture) ?? (Type == GgufType.Float32 ? (IFormattable)(float)AsNumber()!.Value : AsNumber())?.ToString(null, CultureInfo.InvariantCulture) ?? Type.ToString();
        IEnumerable<string> first = ElementType == GgufType.Text ? AllTexts(Math.Min(Count, Shown))
            : AsIntegers()?.Take(Shown).Select(n => n.ToString(CultureInfo.InvariantCulture)) ?? AsNumbers()?.Take(Shown).Select(n => n.ToString(CultureInfo.InvariantCulture)) ?? [];
        return $"{ElementType}[{Count}] {string.Join(", ", first)}{(Count > Shown ? ", …" : "")}";
    }

    /// <summary>The bytes as a file holds them, without the type in front.</summary>
    internal void WriteTo(Stream stream)
    {
        if (file is null) stream.Write(own);
        else
        {
            using Stream content = file.Stream(offset, bytes);
            content.CopyTo(stream);
        }
        GC.KeepAlive(this);
    }

    private ReadOnlySpan<byte> Content => file is null ? own : file.Span(offset, checked((int)bytes));

    private static bool IsInteger(GgufType type) => type is GgufType.UInt8 or GgufType.Int8 or GgufType.UInt16 or GgufType.Int16 or GgufType.UInt32 or GgufType.Int32 or GgufType.UInt64 or GgufType.Int64;

    private static bool IsNumber(GgufType type) => IsInteger(type) || type is GgufType.Float32 or GgufType.Float64;

    private static long? Integer(ReadOnlySpan<byte> from, GgufType type) => type switch
    {
        GgufType.UInt8 or GgufType.Bool => from[0],
        GgufType.Int8 => (sbyte)from[0],
        GgufType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(from),
        GgufType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(from),
        GgufType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(from),
        GgufType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(from),
        GgufType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(from) is <= long.MaxValue and var small ? (long)small : null,
        _ => BinaryPrimitives.ReadInt64LittleEndian(from),
    };

    private static double Number(ReadOnlySpan<byte> from, GgufType type) => type switch
    {
        GgufType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(from),
        GgufType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(from),
        GgufType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(from),
        _ => Integer(from, type)!.Value,
    };

    private static GgufValue Numbers(long[] numbers, GgufType type, bool list)
    {
        var bytes = new byte[numbers.Length * 4];
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), (uint)numbers[i]);
        return new GgufValue(bytes, list ? GgufType.Array : type, list ? type : null, numbers.Length);
    }

    private static GgufValue Floats(float[] numbers, bool list)
    {
        var bytes = new byte[numbers.Length * 4];
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), numbers[i]);
        return new GgufValue(bytes, list ? GgufType.Array : GgufType.Float32, list ? GgufType.Float32 : null, numbers.Length);
    }

    private static byte[] Bytes(IReadOnlyCollection<string> texts) => Bytes([.. texts.Select(Encoding.UTF8.GetBytes)]);

    private static byte[] Bytes(IReadOnlyCollection<byte[]> texts)
    {
        var bytes = new byte[checked(texts.Sum(t => 8 + t.Length))];
        int at = 0;
        foreach (byte[] text in texts)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), text.Length);
            text.CopyTo(bytes, at + 8);
            at += 8 + text.Length;
        }
        return bytes;
    }

    private static ReadOnlySpan<byte> NextText(ref ReadOnlySpan<byte> rest)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(rest);
        ReadOnlySpan<byte> text = rest.Slice(8, length);
        rest = rest[(8 + length)..];
        return text;
    }

    private string[] AllTexts(long count)
    {
        var all = new string[count];
        ReadOnlySpan<byte> rest = Content;
        for (int i = 0; i < all.Length; i++) all[i] = Encoding.UTF8.GetString(NextText(ref rest));
        GC.KeepAlive(this);
        return all;
    }
}
