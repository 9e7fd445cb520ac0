using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>What the header of a safetensors file says about one tensor.</summary>
public sealed class SafeTensorEntry
{
    internal SafeTensorEntry(string name, string storedType, long[] dims, long start, long end)
    {
        Name = name;
        StoredType = storedType;
        Dims = dims;
        Start = start;
        End = end;
    }

    /// <summary>The tensor's name, such as <c>layers.0.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type as the file spells it: <c>F32</c>, <c>BF16</c>, <c>I8</c>, <c>F8_E4M3</c>, …</summary>
    public string StoredType { get; }

    /// <summary>The type that reading gives; integers without one of their own come in the next wider one. Null if this type can't be read.</summary>
    public DType? DType => SafeTensorTypes.Find(StoredType)?.Type?.Widened();

    /// <summary>The lengths of the axes, outermost first.</summary>
    public IReadOnlyList<long> Dims { get; }

    /// <summary>Bytes that the tensor takes in the file.</summary>
    public long Bytes => End - Start;

    /// <summary>First byte, counted from the end of the header.</summary>
    internal long Start { get; }

    /// <summary>One past the last byte.</summary>
    internal long End { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {StoredType} [{string.Join(", ", Dims)}]";
}
