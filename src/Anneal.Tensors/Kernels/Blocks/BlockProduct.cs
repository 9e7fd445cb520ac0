using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>Some rows of a matrix of blocks times a row of activations: y[row] = W[row] · x, by dot products of bytes.</summary>
/// <typeparam name="TFormat">The format of the blocks.</typeparam>
internal readonly unsafe struct BlockProduct<TFormat> : IRowProduct
    where TFormat : struct, IBlockFormat
{
    private const int Group = 32;
    private const int RowsTogether = 4;

    /// <summary>How far ahead of its use a line is asked for, in bytes.</summary>
    private const int Ahead = 1024;

    public static long PreparedBytes(int columns) => ActivationBlocks.Bytes(columns);

    public static void Prepare(float* x, int columns, byte* to) => ActivationBlocks.Quantize(x, columns, TFormat.Zero, to);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, nint rowBytes, int count, int columns, byte* prepared, float* y)
    {
        ActivationBlocks x = ActivationBlocks.At(prepared, columns);
        if (TFormat.Length == Group) Simple(rows, rowBytes, count, columns / Group, x, y);
        else for (int row = 0; row < count; row++, rows += rowBytes) y[row] = Nested(rows, columns / TFormat.Length, x);
    }

    /// <summary>Blocks of 32, which all begin with their scale and, where there is one, their minimum. Four rows share what is read of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Simple(byte* rows, nint rowBytes, int count, int groups, ActivationBlocks x, float* y)
    {
        for (int row = 0; row < count; row += RowsTogether)
        {
            // Beyond the last row the last is computed again; its sums are not kept.
            byte* w0 = rows + (row * rowBytes);
            byte* w1 = rows + (Math.Min(row + 1, count - 1) * rowBytes);
            byte* w2 = rows + (Math.Min(row + 2, count - 1) * rowBytes);
            byte* w3 = rows + (Math.Min(row + 3, count - 1) * rowBytes);
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            float m0 = 0, m1 = 0, m2 = 0, m3 = 0;
            sbyte* codes = x.Codes;
            int* starts = x.Starts;
            for (int group = 0; group < groups; group++)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(w0 + (RowsTogether * rowBytes));
                    Sse.Prefetch0(w1 + (RowsTogether * rowBytes));
                    Sse.Prefetch0(w2 + (RowsTogether * rowBytes));
                    Sse.Prefetch0(w3 + (RowsTogether * rowBytes));
                }
                Vector256<sbyte> xs = Vector256.Load(codes);
                Vector256<int> start = Vector256.Load(starts);
                Vector256<float> scale = Vector256.Create(x.Scales[group]);
                s0 = Step(w0, xs, start, scale, s0);
                s1 = Step(w1, xs, start, scale, s1);
                s2 = Step(w2, xs, start, scale, s2);
                s3 = Step(w3, xs, start, scale, s3);
                if (TFormat.HasMinimum)
                {
                    float sum = x.Sums[2 * group] + x.Sums[(2 * group) + 1];
                    m0 += HalfTable.Read(w0 + 2) * sum;
                    m1 += HalfTable.Read(w1 + 2) * sum;
                    m2 += HalfTable.Read(w2 + 2) * sum;
                    m3 += HalfTable.Read(w3 + 2) * sum;
                }
                w0 += TFormat.BlockBytes;
                w1 += TFormat.BlockBytes;
                w2 += TFormat.BlockBytes;
                w3 += TFormat.BlockBytes;
                codes += Group;
                starts += 8;
            }
            int left = count - row;
            y[row] = Vector256.Sum(s0) + m0;
            if (left > 1) y[row + 1] = Vector256.Sum(s1) + m1;
            if (left > 2) y[row + 2] = Vector256.Sum(s2) + m2;
            if (left > 3) y[row + 3] = Vector256.Sum(s3) + m3;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Step(byte* block, Vector256<sbyte> x, Vector256<int> start, Vector256<float> scale, Vector256<float> sum)
    {
        Vector256<float> products = Vector256.ConvertToSingle(ByteDot.MultiplyAdd(start, TFormat.Codes(block, 0), x));
        return Vector256.FusedMultiplyAdd(products, Vector256.Create(HalfTable.Read(block)) * scale, sum);
    }

    /// <summary>One row of blocks of 256, whose scales are unpacked a block at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Nested(byte* block, int blocks, ActivationBlocks x)
    {
        const int Groups = 8;
        float* scales = stackalloc float[16], minima = stackalloc float[16];
        Vector256<float> sum0 = default, sum1 = default, below = default;
        for (int group = 0; group < Groups * blocks; group += Groups, block += TFormat.BlockBytes)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(block + Ahead);
                Sse.Prefetch0(block + Ahead + 64);
                if (TFormat.BlockBytes > 128) Sse.Prefetch0(block + Ahead + 128);
                if (TFormat.BlockBytes > 192) Sse.Prefetch0(block + Ahead + 192);
            }
            TFormat.Scales(block, scales, minima);
            for (int g = 0; g < Groups; g += 2)
            {
                sum0 = NestedStep(block, g, x, group + g, scales, sum0);
                sum1 = NestedStep(block, g + 1, x, group + g + 1, scales, sum1);
            }
            if (!TFormat.HasMinimum) continue;
            Vector256<float> halves0 = Vector256.Load(x.Sums + (2 * group)), halves1 = Vector256.Load(x.Sums + (2 * group) + 8);
            if (TFormat.ScaleLength == Group)
            {
                // Each minimum stands for both halves of its group.
                Vector256<float> m = Vector256.Load(minima);
                below = Vector256.FusedMultiplyAdd(halves0, Vector256.Shuffle(m, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3)), below);
                below = Vector256.FusedMultiplyAdd(halves1, Vector256.Shuffle(m, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7)), below);
            }
            else
            {
                below = Vector256.FusedMultiplyAdd(halves0, Vector256.Load(minima), below);
                below = Vector256.FusedMultiplyAdd(halves1, Vector256.Load(minima + 8), below);
            }
        }
        return Vector256.Sum(sum0 + sum1 + below);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> NestedStep(byte* block, int g, ActivationBlocks x, int group, float* scales, Vector256<float> sum)
    {
        Vector256<int> products = ByteDot.MultiplyAdd(Vector256.Load(x.Starts + (8 * group)), TFormat.Codes(block, g), Vector256.Load(x.Codes + (Group * group)));
        Vector256<float> scale = TFormat.ScaleLength == Group ? Vector256.Create(scales[g]) : Vector256.Create(Vector128.Create(scales[2 * g]), Vector128.Create(scales[(2 * g) + 1]));
        return Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(products), scale * x.Scales[group], sum);
    }
}
