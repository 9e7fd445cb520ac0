using System.Diagnostics.CodeAnalysis;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>An open safetensors file: named tensors, read when they are asked for.</summary>
/// <remarks>
/// The file is mapped into memory, so tensors look into it without a copy and cost memory only where they are read. They
/// are read-only (<see cref="Tensor.Clone"/> gives one that is not). The map goes with the last tensor; nothing has to be
/// closed. While it lasts the file may be deleted or renamed over, as <see cref="SafeTensors.Write"/> does, but must not
/// be cut off or overwritten in place.
/// </remarks>
public sealed class SafeTensorsFile
{
    private readonly MappedFile file;
    private readonly Dictionary<string, SafeTensorEntry> entries;
    private readonly long dataStart;

    internal SafeTensorsFile(MappedFile file)
    {
        this.file = file;
        (List<SafeTensorEntry> list, Metadata, dataStart) = SafeTensorsHeader.Read(file);
        Entries = list;
        entries = list.ToDictionary(e => e.Name, StringComparer.Ordinal);
    }

    /// <summary>The file, as it was named when it was opened.</summary>
    public string Path => file.Path;

    /// <summary>What the file holds, in the order of the bytes.</summary>
    public IReadOnlyList<SafeTensorEntry> Entries { get; }

    /// <summary>The names of the tensors, in the order of the bytes.</summary>
    public IEnumerable<string> Names => Entries.Select(e => e.Name);

    /// <summary>Text about the file, such as <c>format</c>; empty if there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc cref="Read"/>
    public Tensor this[string name] => Read(name);

    /// <summary>True if there is a tensor of this name.</summary>
    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>What the header says about a tensor.</summary>
    public bool TryGetEntry(string name, [NotNullWhen(true)] out SafeTensorEntry? entry) => entries.TryGetValue(name, out entry);

    /// <summary>One tensor: a read-only look into the file, or a copy where the file's elements are of no type of their own here or lie unaligned.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="ModelFileException">Its type or shape can't be held by a tensor.</exception>
    public unsafe Tensor Read(string name)
    {
        SafeTensorEntry entry = Find(name);
        if (SafeTensorTypes.Find(entry.StoredType)?.Type is not { } type)
            throw Bad(entry, $"elements of type {entry.StoredType} can't be read.", "Convert this tensor to F32, F16 or BF16 where the file comes from.");
        Shape shape = ShapeOf(entry);
        byte* from = file.At(dataStart + entry.Start, entry.Bytes);
        bool asItIs = type.IsNative() && (nuint)from % (nuint)type.Size() == 0 && (type != StoredType.Bool || AreBools(from, entry.Bytes));
        Tensor? tensor = asItIs ? Tensor.Borrow(from, entry.Bytes, file, shape, type.Widened()) : StoredElements.Read(from, shape, type);
        GC.KeepAlive(file);
        return tensor ?? throw Bad(entry, "a U64 number is 2^63 or more, which no tensor here can hold.", "Convert this tensor to I64 where the file comes from.");
    }

    /// <summary>One tensor of two axes, in F32, F16 or BF16, as the kernels of linear layers and embeddings read it: a look into the file.</summary>
    /// <returns>Null if it is no matrix of these types.</returns>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    public unsafe QuantizedMatrix? ReadMatrix(string name)
    {
        SafeTensorEntry entry = Find(name);
        BlockFormat? format = entry.StoredType switch { "F32" => BlockFormat.F32, "F16" => BlockFormat.F16, "BF16" => BlockFormat.BF16, _ => null };
        if (format is null || entry.Dims.Count != 2 || entry.Bytes == 0) return null;
        Shape shape = ShapeOf(entry);
        return QuantizedMatrix.Borrow(file.At(dataStart + entry.Start, entry.Bytes), entry.Bytes, file, shape[0], shape[1], format.Value);
    }

    /// <summary>All tensors by name.</summary>
    /// <exception cref="ModelFileException">The type or shape of one can't be held by a tensor.</exception>
    public IReadOnlyDictionary<string, Tensor> ReadAll()
    {
        var all = new Dictionary<string, Tensor>(entries.Count, StringComparer.Ordinal);
        foreach (SafeTensorEntry entry in Entries) all.Add(entry.Name, Read(entry.Name));
        return all;
    }

    private SafeTensorEntry Find(string name) => entries.TryGetValue(name, out SafeTensorEntry? entry) ? entry
        : throw new KeyNotFoundException($"{Path} has no tensor {ModelFileException.Quote(name)}; it has {Entries.Count}, such as {string.Join(", ", Names.Take(3).Select(ModelFileException.Quote))}.");

    private static unsafe bool AreBools(byte* from, long count)
    {
        for (long done = 0; done < count; done += int.MaxValue)
            if (!StoredElements.AreBools(new ReadOnlySpan<byte>(from + done, (int)Math.Min(int.MaxValue, count - done)))) return false;
        return true;
    }

    private Shape ShapeOf(SafeTensorEntry entry)
    {
        if (entry.Dims.Count > Shape.MaxRank)
            throw Bad(entry, $"it has {entry.Dims.Count} axes; a tensor here has at most {Shape.MaxRank}.", "Join some of its axes where the file comes from.");
        var dims = new int[entry.Dims.Count];
        for (int i = 0; i < dims.Length; i++)
        {
            if (entry.Dims[i] > int.MaxValue) throw Bad(entry, $"axis {i} has a length of {entry.Dims[i]}; at most {int.MaxValue} can be held.", "Split this tensor where the file comes from.");
            dims[i] = (int)entry.Dims[i];
        }
        try
        {
            return Shape.Of(dims);
        }
        catch (OverflowException e) // one axis of length 0 and others whose product is too large
        {
            throw new ModelFileException(Path, $"tensor {ModelFileException.Quote(entry.Name)}", "the product of the lengths of its axes is too large.", "Save it again with another shape.", e);
        }
    }

    private ModelFileException Bad(SafeTensorEntry entry, string reason, string remedy) => new(Path, $"tensor {ModelFileException.Quote(entry.Name)}", reason, remedy);
}
