using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>Turns a block of 8 x 8 four-byte elements over in registers.</summary>
internal static unsafe class TransposeBlock
{
    public const int Size = 8;

    public static bool IsSupported => Avx.IsSupported;

    /// <summary>to[r, c] = from[c, r]; both have dense rows, so many elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(float* from, long fromRow, float* to, long toRow)
    {
        Vector256<float> a0 = Vector256.Load(from), a1 = Vector256.Load(from + fromRow), a2 = Vector256.Load(from + (2 * fromRow)), a3 = Vector256.Load(from + (3 * fromRow));
        Vector256<float> a4 = Vector256.Load(from + (4 * fromRow)), a5 = Vector256.Load(from + (5 * fromRow)), a6 = Vector256.Load(from + (6 * fromRow)), a7 = Vector256.Load(from + (7 * fromRow));

        // Interleave neighbouring rows: 00 10 01 11 | 04 14 05 15, where the first digit is the row.
        Vector256<float> b0 = Avx.UnpackLow(a0, a1), b1 = Avx.UnpackHigh(a0, a1), b2 = Avx.UnpackLow(a2, a3), b3 = Avx.UnpackHigh(a2, a3);
        Vector256<float> b4 = Avx.UnpackLow(a4, a5), b5 = Avx.UnpackHigh(a4, a5), b6 = Avx.UnpackLow(a6, a7), b7 = Avx.UnpackHigh(a6, a7);

        // Join pairs: 0x44 takes the lower two of each operand, 0xEE the upper two: 00 10 20 30 | 04 14 24 34.
        Vector256<float> c0 = Avx.Shuffle(b0, b2, 0x44), c1 = Avx.Shuffle(b0, b2, 0xEE), c2 = Avx.Shuffle(b1, b3, 0x44), c3 = Avx.Shuffle(b1, b3, 0xEE);
        Vector256<float> c4 = Avx.Shuffle(b4, b6, 0x44), c5 = Avx.Shuffle(b4, b6, 0xEE), c6 = Avx.Shuffle(b5, b7, 0x44), c7 = Avx.Shuffle(b5, b7, 0xEE);

        // Join halves: 0x20 takes both lower ones, 0x31 both upper ones: 00 10 20 30 | 40 50 60 70.
        Avx.Permute2x128(c0, c4, 0x20).Store(to);
        Avx.Permute2x128(c1, c5, 0x20).Store(to + toRow);
        Avx.Permute2x128(c2, c6, 0x20).Store(to + (2 * toRow));
        Avx.Permute2x128(c3, c7, 0x20).Store(to + (3 * toRow));
        Avx.Permute2x128(c0, c4, 0x31).Store(to + (4 * toRow));
        Avx.Permute2x128(c1, c5, 0x31).Store(to + (5 * toRow));
        Avx.Permute2x128(c2, c6, 0x31).Store(to + (6 * toRow));
        Avx.Permute2x128(c3, c7, 0x31).Store(to + (7 * toRow));
    }
}
