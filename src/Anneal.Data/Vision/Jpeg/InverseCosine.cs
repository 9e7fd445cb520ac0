using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Data.Vision.Jpeg;

/// <summary>The inverse cosine transform of a block of 8 x 8 coefficients, in integers.</summary>
/// <remarks>
/// Loeffler, Ligtenberg and Moschytz, "Practical Fast 1-D DCT Algorithms with 11 Multiplications", 1989: rotations in 13-bit fixed point, two
/// more bits kept between the passes. These are the numbers of the usual decoders, so that pixels come out the same to the bit.
/// </remarks>
internal static class InverseCosine
{
    private const int Bits = 13, Kept = 2;

    /// <summary>A block whose coefficients are all zero but the first.</summary>
    public static void Flat(int mean, Span<byte> samples, int stride)
    {
        byte value = (byte)Math.Clamp((((mean << Kept) + (1 << (Kept + 2))) >> (Kept + 3)) + 128, 0, 255);
        for (int row = 0; row < 8; row++) samples.Slice(row * stride, 8).Fill(value);
    }

    /// <param name="coefficients">64, row by row.</param>
    /// <param name="steps">What a step of each is worth.</param>
    /// <param name="samples">Where the block's first sample goes.</param>
    /// <param name="stride">Bytes from row to row.</param>
    public static void Run(ReadOnlySpan<short> coefficients, ReadOnlySpan<int> steps, Span<byte> samples, int stride)
    {
        if (coefficients.Length < 64 || steps.Length < 64 || samples.Length < (7 * stride) + 8) throw new ArgumentException("A block has 64 numbers.");
        Block block = default;
        for (int row = 0; row < 8; row++)
        {
            (Vector128<int> left, Vector128<int> right) = Vector128.Widen(Vector128.Create(coefficients[(8 * row)..]));
            block[row] = Vector256.Create(left, right) * Vector256.Create(steps[(8 * row)..]);
        }
        Pass(ref block, Bits - Kept);
        Transpose(ref block);
        Pass(ref block, Bits + Kept + 3);
        Transpose(ref block);
        Vector256<int> middle = Vector256.Create(128), most = Vector256.Create(255);
        for (int row = 0; row < 8; row += 2)
        {
            Vector256<int> upper = Vector256.Min(Vector256.Max(block[row] + middle, Vector256<int>.Zero), most);
            Vector256<int> lower = Vector256.Min(Vector256.Max(block[row + 1] + middle, Vector256<int>.Zero), most);
            Vector256<ushort> both = Vector256.Narrow(upper, lower).AsUInt16();
            Vector128<ulong> bytes = Vector128.Narrow(both.GetLower(), both.GetUpper()).AsUInt64();
            MemoryMarshal.Write(samples[(row * stride)..], bytes.ToScalar());
            MemoryMarshal.Write(samples[((row + 1) * stride)..], bytes.GetElement(1));
        }
    }

    /// <summary>Eight transforms side by side, one a lane, along the rows of the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(ref Block b, int shift)
    {
        // Coefficients 0, 2, 4, 6.
        Vector256<int> turn = (b[2] + b[6]) * Fixed(0.541196100);
        Vector256<int> low = turn - (b[6] * Fixed(1.847759065)), high = turn + (b[2] * Fixed(0.765366865));
        Vector256<int> sum = (b[0] + b[4]) << Bits, difference = (b[0] - b[4]) << Bits;
        Vector256<int> even0 = sum + high, even3 = sum - high, even1 = difference + low, even2 = difference - low;

        // Coefficients 1, 3, 5, 7.
        Vector256<int> z1 = (b[7] + b[1]) * -Fixed(0.899976223), z2 = (b[5] + b[3]) * -Fixed(2.562915447);
        Vector256<int> z3 = b[7] + b[3], z4 = b[5] + b[1], z5 = (z3 + z4) * Fixed(1.175875602);
        z3 = z5 - (z3 * Fixed(1.961570560));
        z4 = z5 - (z4 * Fixed(0.390180644));
        Vector256<int> odd3 = (b[7] * Fixed(0.298631336)) + z1 + z3, odd2 = (b[5] * Fixed(2.053119869)) + z2 + z4;
        Vector256<int> odd1 = (b[3] * Fixed(3.072711026)) + z2 + z3, odd0 = (b[1] * Fixed(1.501321110)) + z1 + z4;

        Vector256<int> half = Vector256.Create(1 << (shift - 1));
        even0 += half;
        even1 += half;
        even2 += half;
        even3 += half;
        b[0] = (even0 + odd0) >> shift;
        b[7] = (even0 - odd0) >> shift;
        b[1] = (even1 + odd1) >> shift;
        b[6] = (even1 - odd1) >> shift;
        b[2] = (even2 + odd2) >> shift;
        b[5] = (even2 - odd2) >> shift;
        b[3] = (even3 + odd3) >> shift;
        b[4] = (even3 - odd3) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Fixed(double value) => (int)((value * (1 << Bits)) + 0.5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Block b)
    {
        if (!Avx2.IsSupported)
        {
            Block copy = b;
            for (int row = 0; row < 8; row++)
            {
                b[row] = Vector256.Create(copy[0][row], copy[1][row], copy[2][row], copy[3][row], copy[4][row], copy[5][row], copy[6][row], copy[7][row]);
            }
            return;
        }

        // Pairs of rows, then pairs of pairs, interleaved within each half of the registers; last the halves change places.
        Vector256<int> a0 = Avx2.UnpackLow(b[0], b[1]), a1 = Avx2.UnpackHigh(b[0], b[1]), a2 = Avx2.UnpackLow(b[2], b[3]), a3 = Avx2.UnpackHigh(b[2], b[3]);
        Vector256<int> a4 = Avx2.UnpackLow(b[4], b[5]), a5 = Avx2.UnpackHigh(b[4], b[5]), a6 = Avx2.UnpackLow(b[6], b[7]), a7 = Avx2.UnpackHigh(b[6], b[7]);
        Vector256<int> c0 = Low(a0, a2), c1 = High(a0, a2), c2 = Low(a1, a3), c3 = High(a1, a3);
        Vector256<int> c4 = Low(a4, a6), c5 = High(a4, a6), c6 = Low(a5, a7), c7 = High(a5, a7);
        b[0] = Avx2.Permute2x128(c0, c4, 0x20);
        b[1] = Avx2.Permute2x128(c1, c5, 0x20);
        b[2] = Avx2.Permute2x128(c2, c6, 0x20);
        b[3] = Avx2.Permute2x128(c3, c7, 0x20);
        b[4] = Avx2.Permute2x128(c0, c4, 0x31);
        b[5] = Avx2.Permute2x128(c1, c5, 0x31);
        b[6] = Avx2.Permute2x128(c2, c6, 0x31);
        b[7] = Avx2.Permute2x128(c3, c7, 0x31);

        static Vector256<int> Low(Vector256<int> x, Vector256<int> y) => Avx2.UnpackLow(x.AsInt64(), y.AsInt64()).AsInt32();
        static Vector256<int> High(Vector256<int> x, Vector256<int> y) => Avx2.UnpackHigh(x.AsInt64(), y.AsInt64()).AsInt32();
    }

    /// <summary>Eight rows of eight numbers.</summary>
    [InlineArray(8)]
    private struct Block
    {
        private Vector256<int> first;
    }
}
