using System.Diagnostics.CodeAnalysis;
using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Formats;

/// <summary>An open GGUF file: metadata and named tensors, read when they are asked for.</summary>
/// <remarks>
/// The file is mapped into memory, as with <see cref="SafeTensorsFile"/>: tensors and matrices look into it without a copy and cost memory only
/// where they are read; the map goes with the last of them, and nothing has to be closed. While it lasts the file may be deleted or renamed
/// over, but must not be cut off or overwritten in place.
/// </remarks>
public sealed class GgufFile
{
    private readonly MappedFile file;
    private readonly Dictionary<string, GgufTensor> byName;

    private GgufFile(MappedFile file)
    {
        this.file = file;
        (Version, Metadata, List<GgufTensor> tensors, _) = GgufHeader.Read(file);
        Tensors = tensors;
        byName = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>The file, as it was named when it was opened.</summary>
    public string Path => file.Path;

    /// <summary>The version of the format: 2 or 3.</summary>
    public uint Version { get; }

    /// <summary>What the file says about the model, in its order.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Opens a file and checks everything that stands before the numbers.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">It is not a GGUF file, damaged, or hostile.</exception>
    public static GgufFile Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new GgufFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>True if there is a tensor of this name.</summary>
    public bool Contains(string name) => byName.ContainsKey(name);

    /// <summary>What the file says about a tensor.</summary>
    public bool TryGetTensor(string name, [NotNullWhen(true)] out GgufTensor? tensor) => byName.TryGetValue(name, out tensor);

    /// <summary>One tensor. Plain elements are a read-only look into the file, except for vectors, which are copied; blocks come as a float32 copy.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="ModelFileException">Its elements can't be read.</exception>
    public unsafe Tensor Read(string name)
    {
        GgufTensor tensor = Find(name);
        Shape shape = ShapeOf(tensor);
        byte* from = file.At(tensor.Offset, tensor.Bytes);
        Tensor? result = null;
        if (tensor.ElementType.Stored is { } stored)
        {
            bool asItIs = stored.IsNative() && (nuint)from % (nuint)stored.Size() == 0;
            if (stored == StoredType.Float32 && shape.Rank == 1)
            {
                // Small, and far from each other: looking at them would bring the file's pages around them into memory, megabytes at a time.
                result = Tensor.Uninitialized(shape);
                file.Read(tensor.Offset, new Span<byte>(result.Pointer<float>(), checked((int)tensor.Bytes)));
                return result;
            }
            result = asItIs ? Tensor.Borrow(from, tensor.Bytes, file, shape, stored.Widened()) : StoredElements.Read(from, shape, stored);
        }
        else if (tensor.Format is { } format)
        {
            result = Tensor.Zeros(shape);
            BlockFormatFacts.DequantizeAll(format, from, result.Pointer<float>(), shape.ElementCount);
        }
        GC.KeepAlive(file);
        return result ?? throw Unreadable(tensor);
    }

    /// <summary>One tensor of two axes as the kernels of linear layers and embeddings read it: a look into the file, or a copy in another layout where that is faster.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="ModelFileException">It is no matrix, or its elements can't be read.</exception>
    public unsafe QuantizedMatrix ReadMatrix(string name)
    {
        GgufTensor tensor = Find(name);
        if (tensor.Format is not { } format) throw Unreadable(tensor);
        if (tensor.Dims.Count != 2) throw new ModelFileException(Path, $"tensor {ModelFileException.Quote(name)}", $"it has {tensor.Dims.Count} axes where a matrix is needed.", "Convert the model again.");
        if (PanelLayout.Takes(format)) return QuantizedMatrix.Read((offset, blocks) => file.Read(tensor.Offset + offset, blocks), (int)tensor.Dims[0], (int)tensor.Dims[1], format);
        return QuantizedMatrix.Borrow(file.At(tensor.Offset, tensor.Bytes), tensor.Bytes, file, (int)tensor.Dims[0], (int)tensor.Dims[1], format);
    }

    /// <summary>A tensor's bytes as they are.</summary>
    internal void CopyTo(GgufTensor tensor, Stream stream)
    {
        using (Stream from = file.Stream(tensor.Offset, tensor.Bytes)) from.CopyTo(stream);
        GC.KeepAlive(file);
    }

    private GgufTensor Find(string name) => byName.TryGetValue(name, out GgufTensor? tensor) ? tensor
        : throw new KeyNotFoundException($"{Path} has no tensor {ModelFileException.Quote(name)}; it has {Tensors.Count}, such as {string.Join(", ", Tensors.Take(3).Select(t => ModelFileException.Quote(t.Name)))}.");

    private Shape ShapeOf(GgufTensor tensor)
    {
        var dims = new int[tensor.Dims.Count];
        for (int i = 0; i < dims.Length; i++) dims[i] = (int)tensor.Dims[i]; // checked when the file was opened
        return Shape.Of(dims);
    }

    private ModelFileException Unreadable(GgufTensor tensor) =>
        new(Path, $"tensor {ModelFileException.Quote(tensor.Name)}", $"elements of type {tensor.StoredType} can't be read.", "Use a file with one of F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K.");
}
