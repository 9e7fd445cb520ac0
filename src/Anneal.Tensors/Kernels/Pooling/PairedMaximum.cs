using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Windows of 2 x 2 side by side, the usual ones, many at once and without a branch: which number is the largest can't be foretold, so a branch would be wrong half of the time.</summary>
internal static unsafe class PairedMaximum
{
    /// <summary>Whether the windows of a shape are such.</summary>
    public static bool Fits(in PoolShape s) => s is { IsAdaptive: false, KernelHeight: 2, KernelWidth: 2, StrideY: 2, StrideX: 2, PadX: 0, PadY: 0 };

    /// <summary>The largest numbers of the windows of one plane, and their places in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in PoolShape s, float* x, float* y, int* places)
    {
        for (int oy = 0; oy < s.OutHeight; oy++, y += s.OutWidth, places += s.OutWidth)
        {
            int first = 2 * oy * s.Width, ox = 0;
            if (Vector256.IsHardwareAccelerated && s.OutWidth >= 8)
            {
                // The last eight windows may overlap those before: they are written twice, with the same numbers.
                for (; ox < s.OutWidth; ox += 8) Eight(x, first + (2 * Math.Min(ox, s.OutWidth - 8)), s.Width, y + Math.Min(ox, s.OutWidth - 8), places + Math.Min(ox, s.OutWidth - 8));
            }
            else if (Vector128.IsHardwareAccelerated && s.OutWidth >= 4)
            {
                for (; ox < s.OutWidth; ox += 4) Four(x, first + (2 * Math.Min(ox, s.OutWidth - 4)), s.Width, y + Math.Min(ox, s.OutWidth - 4), places + Math.Min(ox, s.OutWidth - 4));
            }
            for (; ox < s.OutWidth; ox++) One(x, first + (2 * ox), s.Width, y + ox, places + ox);
        }
    }

    private static void One(float* x, int place, int width, float* y, int* places)
    {
        int best = place;
        float most = x[place];
        for (int i = 1; i < 4; i++)
        {
            int next = place + (i & 1) + ((i >> 1) * width);
            float value = x[next];
            bool better = value > most || float.IsNaN(value);
            most = better ? value : most;
            best = better ? next : best;
        }
        *y = most;
        *places = best;
    }

    /// <summary>Sixteen numbers of each of two rows become eight. Two neighbours count as one number of 64 bits: its lower half is the left one, its upper half the right one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* x, int place, int width, float* y, int* places)
    {
        Vector256<int> left = Vector256.Create(0, 2, 4, 6, 8, 10, 12, 14) + Vector256.Create(place);
        (Vector256<float> above, Vector256<int> aboveAt) = Larger(Left(x + place), left, Right(x + place), left + Vector256<int>.One);
        left += Vector256.Create(width);
        (Vector256<float> below, Vector256<int> belowAt) = Larger(Left(x + place + width), left, Right(x + place + width), left + Vector256<int>.One);
        (above, aboveAt) = Larger(above, aboveAt, below, belowAt);
        above.Store(y);
        aboveAt.Store(places);

        static Vector256<float> Left(float* p) => Vector256.Narrow(Vector256.Load((long*)p), Vector256.Load((long*)p + 4)).AsSingle();

        static Vector256<float> Right(float* p) => Vector256.Narrow(Vector256.Load((long*)p) >>> 32, Vector256.Load((long*)p + 4) >>> 32).AsSingle();

        static (Vector256<float>, Vector256<int>) Larger(Vector256<float> a, Vector256<int> atA, Vector256<float> b, Vector256<int> atB)
        {
            Vector256<float> better = Vector256.GreaterThan(b, a) | Vector256.IsNaN(b);
            return (Vector256.ConditionalSelect(better, b, a), Vector256.ConditionalSelect(better.AsInt32(), atB, atA));
        }
    }

    /// <summary>The same with registers of half the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float* x, int place, int width, float* y, int* places)
    {
        Vector128<int> left = Vector128.Create(0, 2, 4, 6) + Vector128.Create(place);
        (Vector128<float> above, Vector128<int> aboveAt) = Larger(Left(x + place), left, Right(x + place), left + Vector128<int>.One);
        left += Vector128.Create(width);
        (Vector128<float> below, Vector128<int> belowAt) = Larger(Left(x + place + width), left, Right(x + place + width), left + Vector128<int>.One);
        (above, aboveAt) = Larger(above, aboveAt, below, belowAt);
        above.Store(y);
        aboveAt.Store(places);

        static Vector128<float> Left(float* p) => Vector128.Narrow(Vector128.Load((long*)p), Vector128.Load((long*)p + 2)).AsSingle();

        static Vector128<float> Right(float* p) => Vector128.Narrow(Vector128.Load((long*)p) >>> 32, Vector128.Load((long*)p + 2) >>> 32).AsSingle();

        static (Vector128<float>, Vector128<int>) Larger(Vector128<float> a, Vector128<int> atA, Vector128<float> b, Vector128<int> atB)
        {
            Vector128<float> better = Vector128.GreaterThan(b, a) | Vector128.IsNaN(b);
            return (Vector128.ConditionalSelect(better, b, a), Vector128.ConditionalSelect(better.AsInt32(), atB, atA));
        }
    }
}
