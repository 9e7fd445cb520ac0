using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>Keys and values of a head in a page, in less than 32 bits a number: halves, or bytes of which 32 features of a token share a scale.</summary>
/// <remarks>A head's keys lie turned, [size, page tokens], its values as [page tokens, size]; with bytes, the scales follow behind the codes in the same order.</remarks>
internal static unsafe class KeptRows
{
    private const int PageTokens = CachedAttentionProblem<float>.PageTokens;
    private const int Group = 32;
    private const int Vector = 16;
    private const float MostHalf = 65504;
    private const int HalfExponent = 0x7C00;

    /// <summary>Whether keys and values can be kept in a format.</summary>
    public static bool Takes(BlockFormat format) => format is BlockFormat.F32 or BlockFormat.F16 or BlockFormat.Q8_0;

    /// <summary>Bytes of the keys (or values) of a head in a page.</summary>
    public static nint HeadBytes(BlockFormat format, int size) => format switch
    {
        BlockFormat.F32 => (nint)size * PageTokens * sizeof(float),
        BlockFormat.F16 => (nint)size * PageTokens * sizeof(short),
        _ => ((nint)size + (Groups(size) * sizeof(short))) * PageTokens,
    };

    /// <summary>The keys of the first <paramref name="count"/> tokens as floats, [size, page tokens].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WidenKeys(BlockFormat format, byte* from, float* to, int size, int count)
    {
        int wide = (count + Vector - 1) / Vector * Vector;
        if (format == BlockFormat.F16)
        {
            for (nint i = 0; i < size; i++, from += PageTokens * sizeof(short), to += PageTokens)
                for (int t = 0; t < wide; t += Vector) Floats((short*)from + t).Store(to + t);
            return;
        }
        float* scales = stackalloc float[PageTokens];
        byte* stored = from + ((nint)size * PageTokens);
        for (nint i = 0; i < size; i++, to += PageTokens, from += PageTokens)
        {
            if (i % Group == 0) HalfRows.Widen(stored + (i / Group * PageTokens * sizeof(short)), scales, wide);
            for (int t = 0; t < wide; t += Vector) (Floats((sbyte*)from + t) * Vector512.Load(scales + t)).Store(to + t);
        }
    }

    /// <summary>The values of the first <paramref name="count"/> tokens as floats, [page tokens, size].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WidenValues(BlockFormat format, byte* from, float* to, int size, int count)
    {
        if (format == BlockFormat.F16)
        {
            // Up to a whole vector: the page holds more behind it, and so does the room for it.
            for (nint i = 0; i < (nint)size * count; i += Vector) Floats((short*)from + i).Store(to + i);
            return;
        }
        int groups = Groups(size);
        byte* stored = from + ((nint)size * PageTokens);
        for (int t = 0; t < count; t++, from += size, to += size)
        {
            for (int g = 0; g < groups; g++, stored += sizeof(short))
            {
                float scale = HalfTable.Read(stored);
                int i = g * Group, end = Math.Min(size, i + Group);
                for (; i + Vector <= end; i += Vector) (Floats((sbyte*)from + i) * Vector512.Create(scale)).Store(to + i);
                for (; i < end; i++) to[i] = (sbyte)from[i] * scale;
            }
        }
    }

    /// <summary>Keeps the key of a token.</summary>
    public static void StoreKey(BlockFormat format, float* key, byte* head, int size, int place)
    {
        byte* codes = stackalloc byte[sizeof(short) * size];
        ushort* scales = stackalloc ushort[Groups(size)];
        Narrow(format, key, codes, scales, size);
        if (format == BlockFormat.F16)
        {
            for (nint i = 0; i < size; i++) ((ushort*)head)[(i * PageTokens) + place] = ((ushort*)codes)[i];
            return;
        }
        for (nint i = 0; i < size; i++) head[(i * PageTokens) + place] = codes[i];
        for (nint g = 0; g < Groups(size); g++) ((ushort*)(head + ((nint)size * PageTokens)))[(g * PageTokens) + place] = scales[g];
    }

    /// <summary>Keeps the value of a token.</summary>
    public static void StoreValue(BlockFormat format, float* value, byte* head, int size, int place)
    {
        if (format == BlockFormat.F16) Narrow(format, value, head + ((nint)place * size * sizeof(short)), null, size);
        else Narrow(format, value, head + ((nint)place * size), (ushort*)(head + ((nint)size * PageTokens)) + ((nint)place * Groups(size)), size);
    }

    private static void Narrow(BlockFormat format, float* row, byte* codes, ushort* scales, int size)
    {
        if (format == BlockFormat.F16)
        {
            // What a half can't hold becomes the largest that it can: an infinite key would make the whole row of no use. What only a
            // subnormal half holds, below 6.2e-5, becomes 0: the others take three instructions to widen.
            float* within = stackalloc float[size];
            TensorPrimitives.Min(new ReadOnlySpan<float>(row, size), MostHalf, new Span<float>(within, size));
            TensorPrimitives.Max(new ReadOnlySpan<float>(within, size), -MostHalf, new Span<float>(within, size));
            HalfRows.Narrow(within, codes, size);
            for (int i = 0; i < size; i++)
                if ((((ushort*)codes)[i] & HalfExponent) == 0) ((ushort*)codes)[i] = 0;
            return;
        }
        for (int g = 0; g < Groups(size); g++)
        {
            int first = g * Group, count = Math.Min(Group, size - first);
            float largest = 0;
            for (int i = 0; i < count; i++) largest = Math.Max(largest, Math.Abs(row[first + i]));
            scales[g] = BitConverter.HalfToUInt16Bits((Half)Math.Min(largest / 127, MostHalf));
            float scale = (float)BitConverter.UInt16BitsToHalf(scales[g]), inverse = scale == 0 ? 0 : 1 / scale;
            for (int i = 0; i < count; i++) codes[first + i] = (byte)(sbyte)Math.Clamp(MathF.Round(row[first + i] * inverse), -127, 127);
        }
    }

    private static int Groups(int size) => (size + Group - 1) / Group;

    /// <summary>16 halves, none of them subnormal, as floats: their bits at the places where a float has them, then the exponent put right by a multiplication, which is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Floats(short* from)
    {
        Vector256<short> halves = Vector256.Load(from);
        Vector512<int> bits = Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(halves) : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return ((bits << 13) & Vector512.Create(unchecked((int)0x8FFFE000))).AsSingle() * Vector512.Create(5.192296858534828e33f);
    }

    /// <summary>16 signed bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Floats(sbyte* from)
    {
        Vector128<sbyte> codes = Vector128.Load(from);
        Vector256<short> shorts = Vector256.Create(Vector128.WidenLower(codes), Vector128.WidenUpper(codes));
        return Vector512.ConvertToSingle(Vector512.Create(Vector256.WidenLower(shorts), Vector256.WidenUpper(shorts)));
    }
}
