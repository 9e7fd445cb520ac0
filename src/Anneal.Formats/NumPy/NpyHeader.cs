using System.Buffers.Binary;
using System.Text;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>The header of an .npy array: type, byte order, axis order and shape, written as the literal of a Python dictionary.</summary>
/// <remarks>Layout: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</remarks>
internal sealed record NpyHeader(StoredType Type, bool BigEndian, bool Fortran, Shape Shape)
{
    private const int LongestHeader = 1 << 16;
    private const int Alignment = 64;
    private const string SaveAgain = "Save it in Python with numpy.save as an array of numbers.";

    /// <summary>Reads up to the first element and checks that the rest has the length that the shape wants.</summary>
    public static NpyHeader Read(ByteReader reader)
    {
        Span<byte> start = stackalloc byte[12];
        if (reader.Remaining < 10) throw reader.Bad($"{reader.Remaining} bytes are too few for an .npy array.");
        reader.Read(start[..8]);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8)) throw reader.Bad("it does not begin as an .npy array does.", SaveAgain);
        int version = start[6];
        if (version is < 1 or > 3 || start[7] != 0) throw reader.Bad($"version {version}.{start[7]} of the format is unknown; 1.0, 2.0 and 3.0 can be read.", SaveAgain);
        int lengthBytes = version == 1 ? 2 : 4;
        reader.Read(start.Slice(8, lengthBytes));
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > LongestHeader || length > reader.Remaining) throw reader.Bad($"a header of {length} bytes is too long for what follows, or for any array of numbers.");
        var text = new byte[length];
        reader.Read(text);
        NpyHeader header = Parse(Encoding.Latin1.GetString(text), reader);
        long bytes = checked(header.Shape.ElementCount * header.Type.Size());
        if (bytes != reader.Remaining) throw reader.Bad($"an array {header.Shape} of {header.Type} takes {bytes} bytes, but {reader.Remaining} follow the header.");
        return header;
    }

    /// <summary>The bytes before the first element, as NumPy writes them.</summary>
    public static byte[] Write(Tensor tensor)
    {
        string type = tensor.DType switch
        {
            DType.Float64 => "<f8",
            DType.Float32 => "<f4",
            DType.Float16 => "<f2",
            DType.Int64 => "<i8",
            DType.Int32 => "<i4",
            DType.UInt8 => "|u1",
            DType.Bool => "|b1",
            _ => throw new ArgumentException("NumPy has no bfloat16: convert the tensor with To(DType.Float32) first."),
        };
        string shape = tensor.Rank == 1 ? $"({tensor.Shape[0]},)" : $"({string.Join(", ", tensor.Shape)})";
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        int total = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        bytes[0] = 0x93;
        "NUMPY"u8.CopyTo(bytes.AsSpan(1));
        (bytes[6], bytes[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(total - 10));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(10));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    private static NpyHeader Parse(string text, ByteReader reader)
    {
        PythonDictionary fields;
        try
        {
            fields = PythonDictionary.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ModelFileException(reader.File, reader.Place, $"the header is not what NumPy writes: {e.Message}", SaveAgain, e);
        }
        if (fields.Type is null || fields.Fortran is null || fields.Dims is null) throw reader.Bad("one of descr, fortran_order and shape is missing from the header.", SaveAgain);
        (StoredType type, bool bigEndian) = ParseType(fields.Type, reader);
        if (fields.Dims.Count > Shape.MaxRank) throw reader.Bad($"it has {fields.Dims.Count} axes; a tensor here has at most {Shape.MaxRank}.", "Join some of its axes in Python with reshape.");
        try
        {
            Shape shape = Shape.Of([.. fields.Dims.Select(d => checked((int)d))]);
            _ = checked(shape.ElementCount * sizeof(double));
            return new NpyHeader(type, bigEndian, fields.Fortran.Value, shape);
        }
        catch (OverflowException e)
        {
            throw new ModelFileException(reader.File, reader.Place, $"a shape ({string.Join(", ", fields.Dims)}) is larger than any tensor.", SaveAgain, e);
        }
    }

    /// <summary>A type such as <c>&lt;f4</c>: byte order, kind, bytes.</summary>
    private static (StoredType Type, bool BigEndian) ParseType(string descr, ByteReader reader)
    {
        if (descr == PythonDictionary.Structured) throw reader.Bad("it is a structured array, not one of numbers.", "Save each field by itself in Python.");
        if (descr.Length < 2 || descr[0] is not ('<' or '>' or '|' or '=')) throw reader.Bad($"the type {ModelFileException.Quote(descr)} is unknown.", SaveAgain);
        bool bigEndian = descr[0] == '>';
        StoredType? type = descr.AsSpan(1) switch
        {
            "f8" => StoredType.Float64,
            "f4" => StoredType.Float32,
            "f2" => StoredType.Float16,
            "i8" => StoredType.Int64,
            "i4" => StoredType.Int32,
            "i2" => StoredType.Int16,
            "i1" => StoredType.Int8,
            "u8" => StoredType.UInt64,
            "u4" => StoredType.UInt32,
            "u2" => StoredType.UInt16,
            "u1" => StoredType.UInt8,
            "b1" => StoredType.Bool,
            _ => null,
        };
        if (type is not null && (descr[0] != '|' || type.Value.Size() == 1)) return (type.Value, bigEndian);
        string what = descr[1] switch
        {
            'O' => "a pickled object array, and unpickling can run code",
            'c' => "complex numbers",
            'U' or 'S' or 'a' => "text",
            'M' or 'm' => "dates or times",
            'V' => "raw bytes",
            _ => "of an unknown type",
        };
        throw reader.Bad($"it is {what} ({ModelFileException.Quote(descr)}); only real numbers and booleans can be read.", "Convert it in Python with astype before saving.");
    }
}
