using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The 65,536 half-precision numbers as floats. Scales of blocks are looked up: .NET has no instruction for the conversion.</summary>
internal static unsafe class HalfTable
{
    private static readonly float[] Table = Make();

    /// <summary>The table: an address that stays.</summary>
    public static readonly float* Single = (float*)Unsafe.AsPointer(ref Table[0]);

    private static float[] Make()
    {
        float[] table = GC.AllocateUninitializedArray<float>(1 << 16, pinned: true);
        for (int i = 0; i < table.Length; i++) table[i] = (float)BitConverter.UInt16BitsToHalf((ushort)i);
        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(byte* from) => Single[Unsafe.ReadUnaligned<ushort>(from)];

    public static void Write(byte* to, float value) => Unsafe.WriteUnaligned(to, BitConverter.HalfToUInt16Bits((Half)value));
}
