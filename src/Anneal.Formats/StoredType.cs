using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>The types of elements that files store and tensors can hold, some of them only in a wider type.</summary>
internal enum StoredType : byte
{
    Float64,
    Float32,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt64,
    UInt32,
    UInt16,
    UInt8,
    Bool,
}

/// <summary>Facts about each <see cref="StoredType"/>.</summary>
internal static class StoredTypeFacts
{
    /// <summary>Bytes of one stored element.</summary>
    public static int Size(this StoredType type) => type switch
    {
        StoredType.Float64 or StoredType.Int64 or StoredType.UInt64 => 8,
        StoredType.Float32 or StoredType.Int32 or StoredType.UInt32 => 4,
        StoredType.Float16 or StoredType.BFloat16 or StoredType.Int16 or StoredType.UInt16 => 2,
        _ => 1,
    };

    /// <summary>The type of the tensor: the same, or the smallest that holds every value.</summary>
    public static DType Widened(this StoredType type) => type switch
    {
        StoredType.Float64 => DType.Float64,
        StoredType.Float32 => DType.Float32,
        StoredType.Float16 => DType.Float16,
        StoredType.BFloat16 => DType.BFloat16,
        StoredType.Int64 or StoredType.UInt64 or StoredType.UInt32 => DType.Int64,
        StoredType.UInt8 => DType.UInt8,
        StoredType.Bool => DType.Bool,
        _ => DType.Int32,
    };

    /// <summary>True when a tensor's elements are the stored bytes.</summary>
    public static bool IsNative(this StoredType type) => type is not (StoredType.Int16 or StoredType.Int8 or StoredType.UInt64 or StoredType.UInt32 or StoredType.UInt16);
}
