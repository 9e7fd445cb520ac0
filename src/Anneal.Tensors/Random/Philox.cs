using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors;

/// <summary>Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011): random words as a pure function of seed and position.</summary>
/// <remarks>
/// A block of four words comes from a 128-bit counter and a 64-bit key, the seed. Sixteen numbers in a row are word 0
/// of four neighbouring blocks, then their words 1, 2 and 3: the order in which vector code has them in its registers.
/// A stream (0 or 1, in the counter's upper half) gives a second, independent word for the same position.
/// </remarks>
internal static unsafe class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The word at one position.</summary>
    public static uint Word(ulong seed, ulong position, uint stream = 0)
    {
        uint* block = stackalloc uint[4];
        ulong index = ((position >> 4) << 2) + (position & 3);
        block[0] = (uint)index;
        block[1] = (uint)(index >> 32);
        block[2] = stream;
        block[3] = 0;
        Block(block, (uint)seed, (uint)(seed >> 32));
        return block[(position >> 2) & 3];
    }

    /// <summary>The words from a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ulong seed, ulong position, uint* words, long count, uint stream = 0)
    {
        long i = 0;
        for (; i < count && (position + (ulong)i) % 16 != 0; i++) words[i] = Word(seed, position + (ulong)i, stream);
        if (Avx512F.IsSupported)
        {
            for (; i <= count - 32; i += 32) Fill32(seed, (position + (ulong)i) >> 2, stream, words + i);
        }
        if (Avx2.IsSupported)
        {
            for (; i <= count - 16; i += 16) Fill16(seed, (position + (ulong)i) >> 2, stream, words + i);
        }
        for (; i < count; i++) words[i] = Word(seed, position + (ulong)i, stream);
    }

    /// <summary>Turns the counter in <paramref name="c"/> into four random words.</summary>
    internal static void Block(uint* c, uint key0, uint key1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c[0], p1 = (ulong)Multiplier1 * c[2];
            (c[0], c[1], c[2], c[3]) = ((uint)(p1 >> 32) ^ c[1] ^ key0, (uint)p1, (uint)(p0 >> 32) ^ c[3] ^ key1, (uint)p0);
            key0 += Weyl0;
            key1 += Weyl1;
        }
    }

    // The vector forms keep each 32-bit word in a 64-bit lane, where the processor multiplies the low halves and leaves
    // the whole product. What remains in the upper halves of a word is ignored by the next multiplication.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill32(ulong seed, ulong block, uint stream, uint* words)
    {
        Vector512<ulong> index = Vector512.Create(block) + Vector512<ulong>.Indices;
        Vector512<ulong> c0 = index, c1 = index >> 32, c2 = Vector512.Create((ulong)stream), c3 = Vector512<ulong>.Zero;
        Vector512<uint> m0 = Vector512.Create(Multiplier0), m1 = Vector512.Create(Multiplier1);
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector512<ulong> p0 = Avx512F.Multiply(c0.AsUInt32(), m0), p1 = Avx512F.Multiply(c2.AsUInt32(), m1);
            c0 = (p1 >> 32) ^ c1 ^ Vector512.Create((ulong)key0);
            c1 = p1;
            c2 = (p0 >> 32) ^ c3 ^ Vector512.Create((ulong)key1);
            c3 = p0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
        Store(c0, words);
        Store(c1, words + 4);
        Store(c2, words + 8);
        Store(c3, words + 12);
    }

    /// <summary>Eight blocks' words of one kind: the first four belong to these sixteen numbers, the others to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<ulong> word, uint* to)
    {
        Vector256<uint> narrow = Avx512F.ConvertToVector256UInt32(word);
        narrow.GetLower().Store(to);
        narrow.GetUpper().Store(to + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill16(ulong seed, ulong block, uint stream, uint* words)
    {
        Vector256<ulong> index = Vector256.Create(block) + Vector256<ulong>.Indices;
        Vector256<ulong> c0 = index, c1 = index >> 32, c2 = Vector256.Create((ulong)stream), c3 = Vector256<ulong>.Zero;
        Vector256<uint> m0 = Vector256.Create(Multiplier0), m1 = Vector256.Create(Multiplier1);
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> p0 = Avx2.Multiply(c0.AsUInt32(), m0), p1 = Avx2.Multiply(c2.AsUInt32(), m1);
            c0 = (p1 >> 32) ^ c1 ^ Vector256.Create((ulong)key0);
            c1 = p1;
            c2 = (p0 >> 32) ^ c3 ^ Vector256.Create((ulong)key1);
            c3 = p0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
        Vector128.Narrow(c0.GetLower(), c0.GetUpper()).Store(words);
        Vector128.Narrow(c1.GetLower(), c1.GetUpper()).Store(words + 4);
        Vector128.Narrow(c2.GetLower(), c2.GetUpper()).Store(words + 8);
        Vector128.Narrow(c3.GetLower(), c3.GetUpper()).Store(words + 12);
    }
}
