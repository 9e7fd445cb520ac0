using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>How the codes of a group lie in a panel.</summary>
internal unsafe interface IPanelCodes
{
    /// <summary>Gets the bytes of a group's codes.</summary>
    static abstract int GroupBytes { get; }

    /// <summary>Gets the code for zero.</summary>
    static abstract int Zero { get; }

    /// <summary>Columns 4 · quad to 4 · quad + 3 of the group, of all eight rows.</summary>
    static abstract Vector256<byte> Load(byte* codes, int quad);
}

/// <summary>Codes of a byte.</summary>
internal readonly unsafe struct PanelBytes : IPanelCodes
{
    public static int GroupBytes => 256;

    public static int Zero => 128;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(byte* codes, int quad) => Vector256.Load(codes + (32 * quad));
}

/// <summary>Codes of half a byte: the lower halves are the first 16 columns, the upper ones the others.</summary>
internal readonly unsafe struct PanelNibbles : IPanelCodes
{
    public static int GroupBytes => 128;

    public static int Zero => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(byte* codes, int quad) =>
        quad < 4 ? Vector256.Load(codes + (32 * quad)) & Vector256.Create((byte)15) : (Vector256.Load(codes + (32 * (quad - 4))).AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)15);
}
