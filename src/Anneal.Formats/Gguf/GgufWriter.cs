using System.Buffers.Binary;
using System.Text;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>Puts a GGUF file of version 3 together: metadata and tensors, written in one go.</summary>
/// <example>
/// <code>
/// var writer = new GgufWriter();
/// writer.Metadata["general.architecture"] = GgufValue.Of("llama");
/// writer.Add("token_embd.weight", embedding, BlockFormat.Q8_0);
/// writer.Write("model.gguf");
/// </code>
/// </example>
public sealed class GgufWriter
{
    private const int NumbersAtOnce = 1 << 20; // whole blocks of every format

    private readonly List<Entry> entries = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>What the file will say about the model, in this order. <c>general.alignment</c> is 32 unless it is set.</summary>
    public IDictionary<string, GgufValue> Metadata { get; } = new OrderedDictionary<string, GgufValue>(StringComparer.Ordinal);

    /// <summary>Adds a tensor; it is quantised when the file is written, and must not change until then.</summary>
    /// <param name="name">Its name, such as <c>blk.0.attn_q.weight</c>.</param>
    /// <param name="tensor">Floats, of 1 to 4 axes.</param>
    /// <param name="format">The layout to write; the innermost axis must make whole blocks.</param>
    /// <exception cref="ArgumentException">The name is taken or too long, or the shape doesn't fit the format.</exception>
    public void Add(string name, Tensor tensor, BlockFormat format = BlockFormat.F32)
    {
        if (tensor.Rank is 0 or > 4 || tensor.ElementCount == 0) throw new ArgumentException($"A GGUF file holds tensors of 1 to 4 axes that aren't empty; {name} has shape {tensor.Shape}.");
        if (tensor.Shape[-1] % format.BlockLength() != 0) throw new ArgumentException($"{name}: rows of {tensor.Shape[-1]} don't make whole blocks of {format.BlockLength()}, which {format} has.");
        if (!tensor.DType.IsFloat()) throw new ArgumentException($"{name}: {tensor.DType} can't be written as {format}.");
        Add(new Entry(name, [.. tensor.Shape.Dims], GgufTensorTypes.Of(format), format.BytesOf(tensor.ElementCount), stream => WriteTensor(stream, tensor, format)));
    }

    /// <summary>Adds a tensor of another file in another layout; it is read when the file is written.</summary>
    /// <exception cref="ArgumentException">The name is taken or too long, or the shape doesn't fit the format.</exception>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    public void Add(string name, GgufFile file, string tensor, BlockFormat format)
    {
        GgufTensor from = file.TryGetTensor(tensor, out GgufTensor? found) ? found : throw new KeyNotFoundException($"{file.Path} has no tensor {ModelFileException.Quote(tensor)}.");
        if (from.Dims.Count == 0 || from.Dims[^1] % format.BlockLength() != 0) throw new ArgumentException($"{name}: its rows don't make whole blocks of {format.BlockLength()}, which {format} has.");
        Add(new Entry(name, [.. from.Dims], GgufTensorTypes.Of(format), format.BytesOf(from.ElementCount), stream =>
        {
            using Tensor numbers = file.Read(tensor);
            WriteTensor(stream, numbers, format);
        }));
    }

    /// <summary>Adds a tensor of another file as it is.</summary>
    /// <exception cref="ArgumentException">The name is taken or too long.</exception>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    public void Add(string name, GgufFile file, string tensor)
    {
        GgufTensor from = file.TryGetTensor(tensor, out GgufTensor? found) ? found : throw new KeyNotFoundException($"{file.Path} has no tensor {ModelFileException.Quote(tensor)}.");
        Add(new Entry(name, [.. from.Dims], from.ElementType, from.Bytes, stream => file.CopyTo(from, stream)));
    }

    /// <summary>Writes the file beside its place and renames it.</summary>
    /// <exception cref="IOException">It can't be written; what was there before stays.</exception>
    public void Write(string path)
    {
        long alignment = Metadata.TryGetValue(GgufHeader.AlignmentKey, out GgufValue? value) ? value.AsInteger() ?? GgufHeader.DefaultAlignment : GgufHeader.DefaultAlignment;
        AtomicFile.Write(path, stream =>
        {
            WriteHeader(stream, alignment);
            foreach (Entry entry in entries)
            {
                Pad(stream, alignment);
                entry.WriteTo(stream);
            }
            Pad(stream, alignment);
        });
    }

    private void Add(Entry entry)
    {
        const int Longest = 63; // what ggml's own readers accept
        if (entry.Name.Length == 0 || Encoding.UTF8.GetByteCount(entry.Name) > Longest) throw new ArgumentException($"The name {ModelFileException.Quote(entry.Name)} must have 1 to {Longest} bytes.");
        if (!names.Add(entry.Name)) throw new ArgumentException($"There are two tensors with the name {ModelFileException.Quote(entry.Name)}.");
        entries.Add(entry);
    }

    private void WriteHeader(Stream stream, long alignment)
    {
        Number(stream, GgufHeader.Magic, 4);
        Number(stream, 3, 4);
        Number(stream, entries.Count, 8);
        Number(stream, Metadata.Count, 8);
        foreach ((string key, GgufValue value) in Metadata)
        {
            Text(stream, key);
            Number(stream, (long)value.Type, 4);
            if (value.ElementType is { } element)
            {
                Number(stream, (long)element, 4);
                Number(stream, value.Count, 8);
            }
            value.WriteTo(stream);
        }
        long offset = 0;
        foreach (Entry entry in entries)
        {
            Text(stream, entry.Name);
            Number(stream, entry.Dims.Length, 4);
            foreach (long dim in entry.Dims.Reverse()) Number(stream, dim, 8);
            Number(stream, entry.Type.Number, 4);
            Number(stream, offset, 8);
            offset += (entry.Bytes + alignment - 1) / alignment * alignment;
        }
    }

    private static void WriteTensor(Stream stream, Tensor tensor, BlockFormat format)
    {
        using var scope = new TensorScope();
        Tensor numbers;
        using (Gradients.NoGrad()) numbers = tensor.Contiguous().Reshape(-1);
        var bytes = new byte[format.BytesOf(Math.Min(NumbersAtOnce, numbers.ElementCount))];
        for (int done = 0; done < numbers.ElementCount; done += NumbersAtOnce)
        {
            using var part = new TensorScope();
            int count = (int)Math.Min(NumbersAtOnce, numbers.ElementCount - done);
            Tensor floats;
            using (Gradients.NoGrad()) floats = numbers.Slice(0, done, done + count).To(DType.Float32);
            ReadOnlySpan<float> span = floats.AsReadOnlySpan<float>();
            Span<byte> to = bytes.AsSpan(0, (int)format.BytesOf(count));
            format.Quantize(span, to);
            stream.Write(to);
        }
    }

    private static void Pad(Stream stream, long alignment)
    {
        while (stream.Position % alignment != 0) stream.WriteByte(0);
    }

    private static void Text(Stream stream, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(stream, bytes.Length, 8);
        stream.Write(bytes);
    }

    private static void Number(Stream stream, long number, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        stream.Write(bytes[..size]);
    }

    private sealed record Entry(string Name, long[] Dims, GgufTensorType Type, long Bytes, Action<Stream> WriteTo);
}
