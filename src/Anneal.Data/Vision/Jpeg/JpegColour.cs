using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Anneal.Data.Vision.Jpeg;

/// <summary>Turns brightness and two colour differences into red, green and blue.</summary>
/// <remarks>ITU-T T.871: red = Y + 1.402 Cr, green = Y - 0.34414 Cb - 0.71414 Cr, blue = Y + 1.772 Cb, in 16-bit fixed point.</remarks>
internal static class JpegColour
{
    private const int Bits = 16;
    private const int RedFromCr = 91881, GreenFromCb = 22554, GreenFromCr = 46802, BlueFromCb = 116130; // · 65536, rounded

    /// <param name="brightness">Y of each pixel.</param>
    /// <param name="blueness">Cb.</param>
    /// <param name="redness">Cr.</param>
    /// <param name="pixels">Three bytes for each pixel.</param>
    public static void ToRgb(ReadOnlySpan<byte> brightness, ReadOnlySpan<byte> blueness, ReadOnlySpan<byte> redness, Span<byte> pixels)
    {
        int width = pixels.Length / 3, x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            // Four pixels of four bytes become twelve bytes; the four behind them are written too, and overwritten by the next pixels.
            Vector128<byte> pack = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
            for (; x <= width - 10; x += 8)
            {
                Vector256<uint> colours = Convert(Load(brightness, x), Load(blueness, x), Load(redness, x));
                ref byte to = ref pixels[3 * x];
                Vector128.Shuffle(colours.GetLower().AsByte(), pack).StoreUnsafe(ref to);
                Vector128.Shuffle(colours.GetUpper().AsByte(), pack).StoreUnsafe(ref to, 12);
            }
        }
        for (; x < width; x++)
        {
            int y = (brightness[x] << Bits) + (1 << (Bits - 1)), cb = blueness[x] - 128, cr = redness[x] - 128;
            pixels[3 * x] = Clamp((y + (RedFromCr * cr)) >> Bits);
            pixels[(3 * x) + 1] = Clamp((y - (GreenFromCb * cb) - (GreenFromCr * cr)) >> Bits);
            pixels[(3 * x) + 2] = Clamp((y + (BlueFromCb * cb)) >> Bits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Convert(Vector256<int> brightness, Vector256<int> blueness, Vector256<int> redness)
    {
        Vector256<int> y = (brightness << Bits) + Vector256.Create(1 << (Bits - 1)), cb = blueness - Vector256.Create(128), cr = redness - Vector256.Create(128);
        Vector256<int> red = Clamp((y + (cr * RedFromCr)) >> Bits);
        Vector256<int> green = Clamp((y - (cb * GreenFromCb) - (cr * GreenFromCr)) >> Bits);
        Vector256<int> blue = Clamp((y + (cb * BlueFromCb)) >> Bits);
        return (red | (green << 8) | (blue << 16)).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(ReadOnlySpan<byte> bytes, int at)
    {
        Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(bytes[at..])).AsByte());
        (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(wide);
        return Vector256.Create(lower, upper).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Clamp(Vector256<int> value) => Vector256.Min(Vector256.Max(value, Vector256<int>.Zero), Vector256.Create(255));

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
