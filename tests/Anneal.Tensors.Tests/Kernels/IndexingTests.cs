using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>Embedding rows, strided operands, conversions.</summary>
public sealed unsafe class IndexingTests
{
    [Fact]
    public void Embedding_there_and_back()
    {
        foreach ((int vocabulary, int d, int count) in new[] { (1, 1, 0), (5, 3, 9), (11, 16, 100), (7, 130, 40), (100, 768, 256), (50, 17, 5000) })
        {
            var random = new System.Random(d);
            long[] ids = [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(vocabulary))];
            float[] values = Numbers.Normal(vocabulary * d, 1), g = Numbers.Normal(count * d, 2);
            using var table = new Block<float>(values);
            using var index = new Block<long>(ids);
            using var gradient = new Block<float>(g);
            using var y = new Block<float>(count * d);
            Embedding.Gather(table.Pointer, index.Pointer, y.Pointer, count, d);
            for (int i = 0; i < y.Length; i++) y[i].ShouldBe(values[(ids[i / d] * d) + (i % d)]);

            float[] expected = [.. values];
            for (int i = 0; i < y.Length; i++)
                if (ids[i / d] != 2) expected[(ids[i / d] * d) + (i % d)] += g[i];
            ElementwiseTests.AtEveryThreadCount(() =>
            {
                using var sum = new Block<float>(values);
                Embedding.ScatterAdd(gradient.Pointer, index.Pointer, sum.Pointer, count, d, paddingId: 2);
                Numbers.ShouldHaveSameBits<float>(sum.Span, expected);
            });
        }
    }

    [Fact]
    public void Strided_operands_of_any_layout()
    {
        var random = new System.Random(1);
        for (int round = 0; round < 300; round++)
        {
            int rank = random.Next(5);
            int[] dims = [.. Enumerable.Range(0, rank).Select(_ => random.Next(8) == 0 ? 1 : random.Next(1, 40 / (rank + 1)))];
            int total = dims.Aggregate(1, (a, b) => a * b);
            long[] a = Strides(dims, random), b = Strides(dims, random);
            using var left = new Block<float>(Numbers.Normal(total, 1));
            using var right = new Block<float>(Numbers.Normal(total, 2));
            using var y = new Block<float>(total);
            Strided.Binary<SubtractOperator, float>(default, left.Pointer, a, right.Pointer, b, y.Pointer, dims);
            for (int i = 0; i < total; i++)
            {
                long at = 0, bt = 0;
                for (int axis = rank - 1, rest = i; axis >= 0; rest /= dims[axis--])
                {
                    at += rest % dims[axis] * a[axis];
                    bt += rest % dims[axis] * b[axis];
                }
                y[i].ShouldBe(left[(int)at] - right[(int)bt]);
            }
        }
    }

    [Fact]
    public void Conversions_between_all_types()
    {
        float[] values = [0, 1, -1, 2.5f, -3.7f, 100.4f, 255, 1e-3f, .. Enumerable.Range(0, 70).Select(i => i * 1.5f)];
        DType[] types = Enum.GetValues<DType>();
        using var x = new Block<float>(values);
        using var from = new Block<byte>(values.Length * 8);
        using var to = new Block<byte>(values.Length * 8);
        using var back = new Block<double>(values.Length);
        foreach (DType a in types)
        {
            Conversion.Run(x.Pointer, DType.Float32, from.Pointer, a, values.Length);
            foreach (DType b in types)
            {
                Conversion.Run(from.Pointer, a, to.Pointer, b, values.Length);
                Conversion.Run(to.Pointer, b, back.Pointer, DType.Float64, values.Length);
                for (int i = 0; i < values.Length; i++)
                {
                    double once = Through(values[i], a);
                    if (a == DType.UInt8 && values[i] < 0) continue; // no such value: undefined
                    if (b == DType.UInt8 && once < 0) continue;
                    back[i].ShouldBe(Through(once, b), $"{a} to {b}");
                }
            }
        }
    }

    [Fact]
    public void Bfloat16_and_half_round_to_nearest_even()
    {
        float[] values = [1.00390625f, 1.01171875f, float.NaN, float.PositiveInfinity, float.MaxValue, float.Epsilon, -1.005f, 65504, 65520, 1e-8f, .. Numbers.Normal(100, 1)];
        using var x = new Block<float>(values);
        using var narrow = new Block<BFloat16>(values.Length);
        using var half = new Block<Half>(values.Length);
        using var y = new Block<float>(values.Length);
        Conversion.Run(x.Pointer, DType.Float32, narrow.Pointer, DType.BFloat16, values.Length);
        Conversion.Run(narrow.Pointer, DType.BFloat16, y.Pointer, DType.Float32, values.Length);
        for (int i = 0; i < values.Length; i++) y[i].ShouldBe((float)(BFloat16)values[i]);
        Conversion.Run(x.Pointer, DType.Float32, half.Pointer, DType.Float16, values.Length);
        Conversion.Run(half.Pointer, DType.Float16, y.Pointer, DType.Float32, values.Length);
        for (int i = 0; i < values.Length; i++) y[i].ShouldBe((float)(Half)values[i]);
    }

    private static double Through(double value, DType type) => type switch
    {
        DType.Float32 => (float)value,
        DType.Float64 => value,
        DType.Float16 => (double)(Half)value,
        DType.BFloat16 => (float)(BFloat16)(float)value,
        DType.Bool => value != 0 ? 1 : 0,
        _ => Math.Truncate(value),
    };

    private static long[] Strides(int[] dims, System.Random random)
    {
        // A shuffled contiguous layout, some axes of which are broadcast.
        var strides = new long[dims.Length];
        int[] order = [.. Enumerable.Range(0, dims.Length)];
        if (random.Next(2) == 0) random.Shuffle(order);
        long stride = 1;
        foreach (int axis in order.Reverse())
        {
            strides[axis] = random.Next(4) == 0 ? 0 : stride;
            stride *= dims[axis];
        }
        return strides;
    }
}
