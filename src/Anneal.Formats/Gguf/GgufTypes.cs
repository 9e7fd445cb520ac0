namespace Anneal.Formats;

/// <summary>Sizes of the types of metadata.</summary>
internal static class GgufTypes
{
    public static bool IsKnown(uint type) => type <= (uint)GgufType.Float64;

    /// <summary>Bytes of a value; 0 for texts and lists, which say their own length.</summary>
    public static int Size(GgufType type) => type switch
    {
        GgufType.UInt8 or GgufType.Int8 or GgufType.Bool => 1,
        GgufType.UInt16 or GgufType.Int16 => 2,
        GgufType.UInt32 or GgufType.Int32 or GgufType.Float32 => 4,
        GgufType.UInt64 or GgufType.Int64 or GgufType.Float64 => 8,
        _ => 0,
    };
}
