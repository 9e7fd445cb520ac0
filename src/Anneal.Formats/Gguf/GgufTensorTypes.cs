using System.Collections.Frozen;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>The element types of tensors in GGUF files: numbers, names, sizes of blocks, and what can be made of them here.</summary>
internal static class GgufTensorTypes
{
    private static readonly FrozenDictionary<uint, GgufTensorType> Known = new GgufTensorType[]
    {
        new(0, "F32", 1, 4, BlockFormat.F32, StoredType.Float32),
        new(1, "F16", 1, 2, BlockFormat.F16, StoredType.Float16),
        new(2, "Q4_0", 32, 18, BlockFormat.Q4_0),
        new(3, "Q4_1", 32, 20, BlockFormat.Q4_1),
        new(6, "Q5_0", 32, 22, BlockFormat.Q5_0),
        new(7, "Q5_1", 32, 24, BlockFormat.Q5_1),
        new(8, "Q8_0", 32, 34, BlockFormat.Q8_0),
        new(9, "Q8_1", 32, 36),
        new(10, "Q2_K", 256, 84, BlockFormat.Q2_K),
        new(11, "Q3_K", 256, 110, BlockFormat.Q3_K),
        new(12, "Q4_K", 256, 144, BlockFormat.Q4_K),
        new(13, "Q5_K", 256, 176, BlockFormat.Q5_K),
        new(14, "Q6_K", 256, 210, BlockFormat.Q6_K),
        new(15, "Q8_K", 256, 292),
        new(16, "IQ2_XXS", 256, 66),
        new(17, "IQ2_XS", 256, 74),
        new(18, "IQ3_XXS", 256, 98),
        new(19, "IQ1_S", 256, 50),
        new(20, "IQ4_NL", 32, 18),
        new(21, "IQ3_S", 256, 110),
        new(22, "IQ2_S", 256, 82),
        new(23, "IQ4_XS", 256, 136),
        new(24, "I8", 1, 1, null, StoredType.Int8),
        new(25, "I16", 1, 2, null, StoredType.Int16),
        new(26, "I32", 1, 4, null, StoredType.Int32),
        new(27, "I64", 1, 8, null, StoredType.Int64),
        new(28, "F64", 1, 8, null, StoredType.Float64),
        new(29, "IQ1_M", 256, 56),
        new(30, "BF16", 1, 2, BlockFormat.BF16, StoredType.BFloat16),
        new(34, "TQ1_0", 256, 54),
        new(35, "TQ2_0", 256, 66),
        new(39, "MXFP4", 32, 17),
    }.ToFrozenDictionary(t => t.Number);

    public static GgufTensorType? Find(uint number) => Known.GetValueOrDefault(number);

    public static GgufTensorType Of(BlockFormat format) => Known.Values.First(t => t.Format == format);
}

/// <summary>One element type.</summary>
/// <param name="Number">In the file.</param>
/// <param name="Name">As it is spelt everywhere.</param>
/// <param name="BlockLength">Numbers in a block; the innermost axis is a multiple.</param>
/// <param name="BlockBytes">Bytes of a block.</param>
/// <param name="Format">What kernels read, if they can.</param>
/// <param name="Stored">What tensors hold as it is, if they can.</param>
internal sealed record GgufTensorType(uint Number, string Name, int BlockLength, int BlockBytes, BlockFormat? Format = null, StoredType? Stored = null);
