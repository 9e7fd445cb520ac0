using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Runs of blocks into floats and back, on the calling thread.</summary>
internal static unsafe class BlockRows
{
    private const int Group = 32;
    private const int MostScales = 16;

    /// <summary><paramref name="count"/> numbers, whole blocks of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dequantize<TFormat>(byte* from, float* to, long count)
        where TFormat : struct, IBlockFormat
    {
        float* scales = stackalloc float[MostScales], minima = stackalloc float[MostScales];
        Vector256<short> zero = Vector256.Create((short)TFormat.Zero);
        for (long done = 0; done < count; done += TFormat.Length, from += TFormat.BlockBytes)
        {
            TFormat.Scales(from, scales, minima);
            for (int group = 0; group < TFormat.Length / Group; group++, to += Group)
            {
                Vector256<byte> codes = TFormat.Codes(from, group);
                int first = group * (Group / TFormat.ScaleLength), second = TFormat.ScaleLength == Group ? first : first + 1;
                Half16(Vector256.WidenLower(codes).AsInt16() - zero, scales[first], TFormat.HasMinimum ? minima[first] : 0, TFormat.HasMinimum, to);
                Half16(Vector256.WidenUpper(codes).AsInt16() - zero, scales[second], TFormat.HasMinimum ? minima[second] : 0, TFormat.HasMinimum, to + 16);
            }
        }
    }

    public static void Quantize<TFormat>(float* from, byte* to, long count)
        where TFormat : struct, IBlockFormat
    {
        for (long done = 0; done < count; done += TFormat.Length, from += TFormat.Length, to += TFormat.BlockBytes) TFormat.Quantize(from, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half16(Vector256<short> codes, float scale, float minimum, bool hasMinimum, float* to)
    {
        Vector256<float> low = Vector256.ConvertToSingle(Vector256.WidenLower(codes)) * scale, high = Vector256.ConvertToSingle(Vector256.WidenUpper(codes)) * scale;
        if (hasMinimum)
        {
            low += Vector256.Create(minimum);
            high += Vector256.Create(minimum);
        }
        low.Store(to);
        high.Store(to + 8);
    }
}
