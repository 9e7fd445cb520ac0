using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>Panels of eight rows of W times rows of activations that were rounded to bytes.</summary>
/// <remarks>
/// A sum is the same to the bit whatever is computed beside it, and on every processor: whole numbers within a group of 32 columns, then one
/// fused multiplication and addition a group, from the first to the last.
/// </remarks>
internal static unsafe class PanelProduct<TCodes>
    where TCodes : struct, IPanelCodes
{
    private const int Rows = PanelLayout.Rows;
    private const int Quads = PanelLayout.Group / 4;

    /// <summary>How far ahead of its use a line is asked for, in bytes.</summary>
    private const int Ahead = 2048;

    /// <summary>One row of activations, one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(byte* panel, int groups, RoundedRow x, float* y)
    {
        byte* codes = panel + PanelLayout.ScaleArea(groups * PanelLayout.Group);
        Vector256<float> sum = default;
        int* at = x.Codes;
        for (int group = 0; group < groups; group++, codes += TCodes.GroupBytes, at += Quads)
        {
            Prefetch(codes + Ahead);
            Vector256<int> even = Vector256.Create(x.Starts[group]), odd = default;
            even = Dot(even, codes, at, 0);
            odd = Dot(odd, codes, at, 4);
            even = Dot(even, codes, at, 1);
            odd = Dot(odd, codes, at, 5);
            even = Dot(even, codes, at, 2);
            odd = Dot(odd, codes, at, 6);
            even = Dot(even, codes, at, 3);
            odd = Dot(odd, codes, at, 7);
            sum = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(even + odd), Scales(panel, group) * Vector256.Create(x.Scales[group]), sum);
        }
        sum.Store(y);
    }

    /// <summary>Four rows of activations, two panels.</summary>
    /// <param name="first">A panel.</param>
    /// <param name="second">Another.</param>
    /// <param name="groups">Groups of columns.</param>
    /// <param name="x">The first row of activations.</param>
    /// <param name="step">Bytes from one of them to the next.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="y">[4, 16].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByTwo(byte* first, byte* second, int groups, byte* x, nint step, int columns, float* y)
    {
        nint area = PanelLayout.ScaleArea(columns);
        byte* codes0 = first + area, codes1 = second + area;
        RoundedRow x0 = RoundedRow.At(x, columns), x1 = RoundedRow.At(x + step, columns), x2 = RoundedRow.At(x + (2 * step), columns), x3 = RoundedRow.At(x + (3 * step), columns);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        nint at = 0;
        for (int group = 0; group < groups; group++, codes0 += TCodes.GroupBytes, codes1 += TCodes.GroupBytes, at += Quads)
        {
            Vector256<int> a0 = Vector256.Create(x0.Starts[group]), a1 = Vector256.Create(x1.Starts[group]), a2 = Vector256.Create(x2.Starts[group]), a3 = Vector256.Create(x3.Starts[group]);
            Vector256<int> b0 = a0, b1 = a1, b2 = a2, b3 = a3;
            Quad(0, codes0, codes1, at, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Quad(1, codes0, codes1, at, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Quad(2, codes0, codes1, at, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Quad(3, codes0, codes1, at, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Quad(4, codes0, codes1, at, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Quad(5, codes0, codes1, at, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Quad(6, codes0, codes1, at, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Quad(7, codes0, codes1, at, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Vector256<float> scale = Scales(first, group);
            s0 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(a0), scale * Vector256.Create(x0.Scales[group]), s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(a1), scale * Vector256.Create(x1.Scales[group]), s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(a2), scale * Vector256.Create(x2.Scales[group]), s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(a3), scale * Vector256.Create(x3.Scales[group]), s3);
            scale = Scales(second, group);
            t0 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(b0), scale * Vector256.Create(x0.Scales[group]), t0);
            t1 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(b1), scale * Vector256.Create(x1.Scales[group]), t1);
            t2 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(b2), scale * Vector256.Create(x2.Scales[group]), t2);
            t3 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(b3), scale * Vector256.Create(x3.Scales[group]), t3);
        }
        Store(s0, t0, y);
        Store(s1, t1, y + (2 * Rows));
        Store(s2, t2, y + (4 * Rows));
        Store(s3, t3, y + (6 * Rows));
    }

    /// <summary>Four columns of all four rows, times both panels. Written out eight times by its caller, since the compiler keeps sums in registers only where no loop is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(
        int quad, byte* codes0, byte* codes1, nint at, RoundedRow x0, RoundedRow x1, RoundedRow x2, RoundedRow x3,
        ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3, ref Vector256<int> b0, ref Vector256<int> b1, ref Vector256<int> b2, ref Vector256<int> b3)
    {
        Vector256<byte> w = TCodes.Load(codes0, quad), v = TCodes.Load(codes1, quad);
        Vector256<sbyte> c = Vector256.Create(x0.Codes[at + quad]).AsSByte();
        a0 = ByteDot.MultiplyAdd(a0, w, c);
        b0 = ByteDot.MultiplyAdd(b0, v, c);
        c = Vector256.Create(x1.Codes[at + quad]).AsSByte();
        a1 = ByteDot.MultiplyAdd(a1, w, c);
        b1 = ByteDot.MultiplyAdd(b1, v, c);
        c = Vector256.Create(x2.Codes[at + quad]).AsSByte();
        a2 = ByteDot.MultiplyAdd(a2, w, c);
        b2 = ByteDot.MultiplyAdd(b2, v, c);
        c = Vector256.Create(x3.Codes[at + quad]).AsSByte();
        a3 = ByteDot.MultiplyAdd(a3, w, c);
        b3 = ByteDot.MultiplyAdd(b3, v, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Dot(Vector256<int> sums, byte* codes, int* x, int quad) =>
        ByteDot.MultiplyAdd(sums, TCodes.Load(codes, quad), Vector256.Create(x[quad]).AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> first, Vector256<float> second, float* y)
    {
        first.Store(y);
        second.Store(y + Rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* codes)
    {
        if (!Sse.IsSupported) return;
        for (int line = 0; line < TCodes.GroupBytes; line += 64) Sse.Prefetch0(codes + line);
    }

    /// <summary>A group's scales, eight halves, as floats: their bits at the places where a float has them, then the exponent put right by a multiplication, which is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scales(byte* panel, int group)
    {
        Vector128<short> halves = Vector128.Load((short*)(panel + (group * PanelLayout.GroupScales)));
        Vector256<int> bits = Avx2.IsSupported ? Avx2.ConvertToVector256Int32(halves) : Vector256.Create(Vector128.WidenLower(halves), Vector128.WidenUpper(halves));
        return ((bits << 13) & Vector256.Create(unchecked((int)0x8FFFE000))).AsSingle() * Vector256.Create(5.192296858534828e33f);
    }
}
