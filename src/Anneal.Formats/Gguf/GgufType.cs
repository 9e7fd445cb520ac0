namespace Anneal.Formats;

/// <summary>The types of metadata in a GGUF file; the numbers are those of the file.</summary>
public enum GgufType : uint
{
    /// <summary>An unsigned byte.</summary>
    UInt8,

    /// <summary>A signed byte.</summary>
    Int8,

    /// <summary>An unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>A signed 16-bit integer.</summary>
    Int16,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>A 32-bit float.</summary>
    Float32,

    /// <summary>A byte, 0 or 1.</summary>
    Bool,

    /// <summary>A text in UTF-8.</summary>
    Text,

    /// <summary>A list of values of one type.</summary>
    Array,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>A 64-bit float.</summary>
    Float64,
}
