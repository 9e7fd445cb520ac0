using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>The safetensors format: named tensors in one file that can't run code, as Hugging Face publishes models.</summary>
/// <remarks>Format: https://github.com/huggingface/safetensors#format.</remarks>
/// <example>
/// <code>
/// SafeTensors.Write("model.safetensors", new Dictionary&lt;string, Tensor&gt; { ["weight"] = Tensor.Ones([2, 3]) });
/// Tensor weight = SafeTensors.Open("model.safetensors")["weight"];
/// </code>
/// </example>
public static class SafeTensors
{
    /// <summary>Opens a file and checks its header; no tensor is read yet.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is not a well-formed safetensors file.</exception>
    public static SafeTensorsFile Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new SafeTensorsFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors to a file: beside it first, then renamed, so that the name never stands for half a file.</summary>
    /// <param name="path">Where to; a file that is there is replaced.</param>
    /// <param name="tensors">The tensors by name. The file has the larger element types first and sorts by name, so that all lie aligned and equal contents give equal bytes.</param>
    /// <param name="metadata">Text about the file.</param>
    /// <exception cref="ArgumentException">A name is not valid Unicode or reserved, or the names take more than the format allows.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<KeyValuePair<string, Tensor>> sorted = [.. tensors];
        sorted.Sort((a, b) => (b.Value.DType.Size(), a.Value.DType).CompareTo((a.Value.DType.Size(), b.Value.DType)) is var types and not 0 ? types : string.CompareOrdinal(a.Key, b.Key));
        byte[] header = Header(sorted, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach ((_, Tensor tensor) in sorted) TensorBytes.Write(stream, tensor);
        });
    }

    /// <summary>The length, the JSON, and spaces up to a multiple of 8.</summary>
    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(SafeTensorsHeader.MetadataKey);
                foreach ((string key, string text) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(Valid(key), Valid(text));
                json.WriteEndObject();
            }
            long start = 0;
            foreach ((string name, Tensor tensor) in tensors)
            {
                if (name == SafeTensorsHeader.MetadataKey) throw new ArgumentException($"A tensor can't be called {name}: the format keeps that name for its metadata.", nameof(tensors));
                long end = checked(start + (tensor.ElementCount * tensor.DType.Size()));
                json.WriteStartObject(Valid(name));
                json.WriteString("dtype"u8, SafeTensorTypes.Name(tensor.DType));
                json.WriteStartArray("shape"u8);
                foreach (int dim in tensor.Shape.Dims) json.WriteNumberValue(dim);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets"u8);
                json.WriteNumberValue(start);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                start = end;
            }
            json.WriteEndObject();
        }
        int length = (buffer.WrittenCount + 7) & ~7;
        if (length > SafeTensorsHeader.LongestHeader)
            throw new ArgumentException($"The names, shapes and metadata take {length} bytes; the format allows {SafeTensorsHeader.LongestHeader}.", nameof(tensors));
        var header = new byte[SafeTensorsHeader.PrefixBytes + length];
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        buffer.WrittenSpan.CopyTo(header.AsSpan(SafeTensorsHeader.PrefixBytes));
        header.AsSpan(SafeTensorsHeader.PrefixBytes + buffer.WrittenCount).Fill((byte)' ');
        return header;
    }

    private static string Valid(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD')) throw new ArgumentException($"The text {ModelFileException.Quote(text)} holds half of a surrogate pair and can't be written as UTF-8.");
        return text;
    }
}
