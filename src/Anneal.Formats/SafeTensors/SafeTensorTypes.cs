using System.Collections.Frozen;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>The names of element types in safetensors, their sizes in bits, and what tensors make of them.</summary>
internal static class SafeTensorTypes
{
    private static readonly FrozenDictionary<string, (int Bits, StoredType? Type)> Known = new Dictionary<string, (int, StoredType?)>(StringComparer.Ordinal)
    {
        ["F64"] = (64, StoredType.Float64),
        ["F32"] = (32, StoredType.Float32),
        ["F16"] = (16, StoredType.Float16),
        ["BF16"] = (16, StoredType.BFloat16),
        ["I64"] = (64, StoredType.Int64),
        ["I32"] = (32, StoredType.Int32),
        ["I16"] = (16, StoredType.Int16),
        ["I8"] = (8, StoredType.Int8),
        ["U64"] = (64, StoredType.UInt64),
        ["U32"] = (32, StoredType.UInt32),
        ["U16"] = (16, StoredType.UInt16),
        ["U8"] = (8, StoredType.UInt8),
        ["BOOL"] = (8, StoredType.Bool),
        ["C64"] = (64, null),
        ["F8_E4M3"] = (8, null),
        ["F8_E5M2"] = (8, null),
        ["F8_E8M0"] = (8, null),
        ["F6_E2M3"] = (6, null),
        ["F6_E3M2"] = (6, null),
        ["F4"] = (4, null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static (int Bits, StoredType? Type)? Find(string name) => Known.TryGetValue(name, out (int, StoredType?) found) ? found : null;

    public static string Name(DType dtype) => dtype switch
    {
        DType.Float64 => "F64",
        DType.Float32 => "F32",
        DType.Float16 => "F16",
        DType.BFloat16 => "BF16",
        DType.Int64 => "I64",
        DType.Int32 => "I32",
        DType.UInt8 => "U8",
        _ => "BOOL",
    };
}
