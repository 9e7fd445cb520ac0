using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Anneal.Formats.Tests;

/// <summary>Pickles by hand, good and bad, and the zip file around them.</summary>
internal static class PickleText
{
    public static readonly byte[] None = [(byte)'N'];

    public static byte[] Pickle(params byte[][] parts) => [0x80, 2, .. Join(parts), (byte)'.'];

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];

    public static byte[] Class(string module, string name) => Encoding.UTF8.GetBytes($"c{module}\n{name}\n");

    public static byte[] Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return [(byte)'X', .. BitConverter.GetBytes(utf8.Length), .. utf8];
    }

    public static byte[] Int(long value) => [0x8a, 8, .. BitConverter.GetBytes(value)];

    public static byte[] Tuple(params byte[][] items) => [(byte)'(', .. Join(items), (byte)'t'];

    public static byte[] List(params byte[][] items) => [(byte)']', (byte)'(', .. Join(items), (byte)'e'];

    public static byte[] Dictionary(params byte[][] keysAndValues) => [(byte)'}', (byte)'(', .. Join(keysAndValues), (byte)'u'];

    public static byte[] Call(byte[] callee, params byte[][] arguments) => [.. callee, .. Tuple(arguments), (byte)'R'];

    public static byte[] Storage(string key, long count, string type = "FloatStorage") =>
        [.. Tuple(Text("storage"), Class("torch", type), Text(key), Text("cpu"), Int(count)), (byte)'Q'];

    public static byte[] Tensor(byte[] storage, long offset, long[] size, long[] stride) => Call(
        Class("torch._utils", "_rebuild_tensor_v2"), storage, Int(offset), Tuple([.. size.Select(Int)]), Tuple([.. stride.Select(Int)]), [0x89], Call(Class("collections", "OrderedDict")));

    /// <summary>The file of PyTorch's zip form with this pickle and 10 floats, 0 to 9, as storage "0".</summary>
    public static byte[] Zip(byte[] pickle, string byteOrder = "little", bool compress = false)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("archive/data.pkl", pickle);
            Add("archive/byteorder", Encoding.ASCII.GetBytes(byteOrder));
            Add("archive/data/0", Floats(byteOrder == "big"));
            void Add(string name, byte[] bytes)
            {
                using Stream stream = zip.CreateEntry(name, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                stream.Write(bytes);
            }
        }
        return memory.ToArray();
    }

    public static byte[] Floats(bool bigEndian = false)
    {
        var bytes = new byte[40];
        for (int i = 0; i < 10; i++)
        {
            if (bigEndian) BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(i * 4), i);
            else BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), i);
        }
        return bytes;
    }
}
