using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>Copies a strip of a matrix so that the kernel reads it from front to back: <c>target[p * targetStep + lane]</c>.</summary>
/// <remarks>
/// A strip has up to <c>width</c> lanes: columns of B, or rows of A. Lanes beyond the matrix, up to the next whole vector or
/// <c>targetStep</c>, get zeros or copies of other lanes; they are multiplied like the others and thrown away.
/// </remarks>
internal static unsafe class Packing<T>
    where T : unmanaged
{
    /// <summary>Steps of which several strips are copied together.</summary>
    private const int StepsTogether = 32;

    /// <summary>Copies several panels of B, one behind the other; the last may be narrower than the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panels(T* source, nint rowStride, nint columnStride, nint k, int columns, T* target, int panel)
    {
        int j = 0;
        if (typeof(T) == typeof(float) && Vector512.IsHardwareAccelerated && columnStride == 1 && panel == 3 * Vector512<float>.Count)
        {
            // Two panels at a time: that reads six lines of each row, where one would jump from row to row for three.
            for (; j + (2 * panel) <= columns; j += 2 * panel)
                CopyTwoPanels((float*)source + j, rowStride, k, (float*)target + (j * k));
        }
        for (; j < columns; j += panel)
            Strip(source + (j * columnStride), rowStride, columnStride, k, Math.Min(panel, columns - j), target + (j * k), panel);
    }

    /// <summary>Copies several strips of A, one behind the other; the last may have fewer rows.</summary>
    /// <param name="source">Row 0, step 0.</param>
    /// <param name="stepStride">From one step (along k) to the next.</param>
    /// <param name="rowStride">From one row to the next.</param>
    /// <param name="k">Steps.</param>
    /// <param name="rows">Rows of all strips.</param>
    /// <param name="rowsInStrip">Rows of each.</param>
    /// <param name="target">Where to.</param>
    /// <param name="targetStep">From one step to the next in a strip, at least <paramref name="rowsInStrip"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Strips(T* source, nint stepStride, nint rowStride, nint k, int rows, int rowsInStrip, T* target, int targetStep)
    {
        int i = 0;
        if (typeof(T) == typeof(float) && Vector512.IsHardwareAccelerated && rowStride == 1 && rowsInStrip == 8 && targetStep == 8)
        {
            // A few steps at a time, all rows of them: each step lies in another page, which is then read in one go.
            int whole = rows / 64 * 64;
            for (nint from = 0; from < k; from += StepsTogether)
            {
                for (i = 0; i < whole; i += 64)
                    CopyEightStrips((float*)source + i + (from * stepStride), stepStride, Math.Min(StepsTogether, k - from), (float*)target + (i * k) + (8 * from), 8 * k);
            }
            i = whole;
            target += whole * k;
        }
        for (; i < rows; i += rowsInStrip, target += targetStep * k)
            Strip(source + (i * rowStride), stepStride, rowStride, k, Math.Min(rowsInStrip, rows - i), target, targetStep);
    }

    /// <summary>Copies a strip.</summary>
    /// <param name="source">Lane 0, step 0.</param>
    /// <param name="stepStride">From one step (along k) to the next.</param>
    /// <param name="laneStride">From one lane to the next.</param>
    /// <param name="k">Steps.</param>
    /// <param name="width">Lanes that exist.</param>
    /// <param name="target">Where to.</param>
    /// <param name="targetStep">Lanes in the target, at least <paramref name="width"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Strip(T* source, nint stepStride, nint laneStride, nint k, int width, T* target, int targetStep)
    {
        if (laneStride == 1)
        {
            CopySteps(source, stepStride, k, width, target, targetStep);
            return;
        }

        int done = 0;
        if (typeof(T) == typeof(float) && Avx.IsSupported && stepStride == 1)
        {
            // Groups of eight; the last may be short, if the target has room for the lanes that nobody will look at.
            for (; done < width && done + 8 <= targetStep; done += 8)
                Transpose8((float*)source + (done * laneStride), laneStride, Math.Min(8, width - done), k, (float*)target + done, targetStep);
        }
        int end = Filled(width, targetStep);
        for (int lane = done; lane < end; lane++)
        {
            T* from = source + (lane * laneStride);
            T* to = target + lane;
            if (lane < width)
            {
                for (nint p = 0; p < k; p++, from += stepStride, to += targetStep) *to = *from;
            }
            else
            {
                for (nint p = 0; p < k; p++, to += targetStep) *to = default;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopySteps(T* source, nint stepStride, nint k, int width, T* target, int targetStep)
    {
        if (typeof(T) == typeof(float) && Vector512.IsHardwareAccelerated && width == 48 && targetStep == 48)
        {
            for (nint p = 0; p < k; p++, source += stepStride, target += 48)
            {
                Vector512<T> v0 = Vector512.Load(source), v1 = Vector512.Load(source + 16), v2 = Vector512.Load(source + 32);
                v0.Store(target);
                v1.Store(target + 16);
                v2.Store(target + 32);
            }
            return;
        }
        if (typeof(T) == typeof(float) && Vector256.IsHardwareAccelerated && width == 8 && targetStep == 8)
        {
            for (nint p = 0; p < k; p++, source += stepStride, target += 8) Vector256.Load(source).Store(target);
            return;
        }
        if (typeof(T) == typeof(float) && Vector256.IsHardwareAccelerated && width == 16 && targetStep == 16)
        {
            for (nint p = 0; p < k; p++, source += stepStride, target += 16)
            {
                Vector256<T> left = Vector256.Load(source), right = Vector256.Load(source + 8);
                left.Store(target);
                right.Store(target + 8);
            }
            return;
        }
        if (typeof(T) == typeof(float) && Avx512F.IsSupported && targetStep % Vector512<float>.Count == 0)
        {
            CopyPart((float*)source, stepStride, k, width, (float*)target, targetStep);
            return;
        }
        if (typeof(T) == typeof(float) && Avx.IsSupported && targetStep == 8)
        {
            Vector256<float> there = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(width)).AsSingle();
            for (nint p = 0; p < k; p++, source += stepStride, target += 8) Avx.MaskLoad((float*)source, there).Store((float*)target);
            return;
        }
        int end = Filled(width, targetStep);
        for (nint p = 0; p < k; p++, source += stepStride, target += targetStep)
        {
            for (int lane = 0; lane < width; lane++) target[lane] = source[lane];
            for (int lane = width; lane < end; lane++) target[lane] = default;
        }
    }

    /// <summary>Lanes that get a value: whole vectors, of the widest kind that there is.</summary>
    private static int Filled(int width, int targetStep) => Math.Min(targetStep, (width + 15) / 16 * 16);

    /// <summary>A panel of which some lanes are missing: masked loads read zeros there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPart(float* source, nint stepStride, nint k, int width, float* target, int targetStep)
    {
        int whole = width / 16 * 16;
        Vector512<float> rest = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(width - whole)).AsSingle();
        for (nint p = 0; p < k; p++, source += stepStride, target += targetStep)
        {
            for (int lane = 0; lane < whole; lane += 16) Vector512.Load(source + lane).Store(target + lane);
            if (whole < width) Avx512F.MaskLoad(source + whole, rest, Vector512<float>.Zero).Store(target + whole);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTwoPanels(float* source, nint rowStride, nint k, float* target)
    {
        float* second = target + (k * 48);
        for (nint p = 0; p < k; p++, source += rowStride, target += 48, second += 48)
        {
            Vector512<float> v0 = Vector512.Load(source), v1 = Vector512.Load(source + 16), v2 = Vector512.Load(source + 32);
            Vector512<float> v3 = Vector512.Load(source + 48), v4 = Vector512.Load(source + 64), v5 = Vector512.Load(source + 80);
            v0.Store(target);
            v1.Store(target + 16);
            v2.Store(target + 32);
            v3.Store(second);
            v4.Store(second + 16);
            v5.Store(second + 32);
        }
    }

    /// <summary>Eight strips of eight rows that lie side by side: reads four whole lines of each step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyEightStrips(float* source, nint stepStride, nint k, float* target, nint next)
    {
        float* target4 = target + (4 * next);
        for (nint p = 0; p < k; p++, source += stepStride, target += 8, target4 += 8)
        {
            Vector512<float> v0 = Vector512.Load(source), v1 = Vector512.Load(source + 16), v2 = Vector512.Load(source + 32), v3 = Vector512.Load(source + 48);
            v0.GetLower().Store(target);
            v0.GetUpper().Store(target + next);
            v1.GetLower().Store(target + (2 * next));
            v1.GetUpper().Store(target + (3 * next));
            v2.GetLower().Store(target4);
            v2.GetUpper().Store(target4 + next);
            v3.GetLower().Store(target4 + (2 * next));
            v3.GetUpper().Store(target4 + (3 * next));
        }
    }

    /// <summary>Eight lanes whose steps lie side by side: transposes blocks of 8 x 8. Lanes that are missing repeat the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose8(float* source, nint laneStride, int lanes, nint k, float* target, nint targetStep)
    {
        float* l0 = source;
        float* l1 = source + (Math.Min(1, lanes - 1) * laneStride);
        float* l2 = source + (Math.Min(2, lanes - 1) * laneStride);
        float* l3 = source + (Math.Min(3, lanes - 1) * laneStride);
        float* l4 = source + (Math.Min(4, lanes - 1) * laneStride);
        float* l5 = source + (Math.Min(5, lanes - 1) * laneStride);
        float* l6 = source + (Math.Min(6, lanes - 1) * laneStride);
        float* l7 = source + (Math.Min(7, lanes - 1) * laneStride);
        nint p = 0;
        for (; p + 4 <= k; p += 4, target += 4 * targetStep)
        {
            // Each register holds four steps of lane i in its lower and of lane i + 4 in its upper half. What follows
            // transposes 4 x 4 within the halves: first pairs of lanes are interleaved, then pairs of pairs.
            Vector256<float> r0 = Vector256.Create(Vector128.Load(l0 + p), Vector128.Load(l4 + p));
            Vector256<float> r1 = Vector256.Create(Vector128.Load(l1 + p), Vector128.Load(l5 + p));
            Vector256<float> r2 = Vector256.Create(Vector128.Load(l2 + p), Vector128.Load(l6 + p));
            Vector256<float> r3 = Vector256.Create(Vector128.Load(l3 + p), Vector128.Load(l7 + p));
            Vector256<float> t0 = Avx.UnpackLow(r0, r1), t1 = Avx.UnpackHigh(r0, r1);
            Vector256<float> t2 = Avx.UnpackLow(r2, r3), t3 = Avx.UnpackHigh(r2, r3);
            Avx.Shuffle(t0, t2, 0b01_00_01_00).Store(target);
            Avx.Shuffle(t0, t2, 0b11_10_11_10).Store(target + targetStep);
            Avx.Shuffle(t1, t3, 0b01_00_01_00).Store(target + (2 * targetStep));
            Avx.Shuffle(t1, t3, 0b11_10_11_10).Store(target + (3 * targetStep));
        }
        for (; p < k; p++, target += targetStep)
        {
            target[0] = l0[p];
            target[1] = l1[p];
            target[2] = l2[p];
            target[3] = l3[p];
            target[4] = l4[p];
            target[5] = l5[p];
            target[6] = l6[p];
            target[7] = l7[p];
        }
    }
}
