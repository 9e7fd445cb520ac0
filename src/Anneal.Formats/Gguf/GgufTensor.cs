using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>What a GGUF file says about one of its tensors.</summary>
public sealed class GgufTensor
{
    internal GgufTensor(string name, GgufTensorType type, long[] dims, long offset, long bytes)
    {
        Name = name;
        ElementType = type;
        Dims = dims;
        Offset = offset;
        Bytes = bytes;
    }

    /// <summary>The tensor's name, such as <c>blk.0.attn_q.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The lengths of the axes, outermost first (the file has them the other way round).</summary>
    public IReadOnlyList<long> Dims { get; }

    /// <summary>The type as it is spelt everywhere: <c>F16</c>, <c>Q4_K</c>, <c>IQ2_XS</c>, …</summary>
    public string StoredType => ElementType.Name;

    /// <summary>The layout of the blocks; null if nothing here can read it, or if the elements are integers or 64-bit floats.</summary>
    public BlockFormat? Format => ElementType.Format;

    /// <summary>Bytes that the tensor takes in the file.</summary>
    public long Bytes { get; }

    /// <summary>The number of elements.</summary>
    public long ElementCount => Dims.Aggregate(1L, (product, dim) => product * dim);

    internal GgufTensorType ElementType { get; }

    /// <summary>The first byte, counted from the start of the file.</summary>
    internal long Offset { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {StoredType} [{string.Join(", ", Dims)}]";
}
