using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

public sealed unsafe class ReductionTests
{
    [Fact]
    public void All_elements_at_every_length()
    {
        foreach (int n in Numbers.Lengths)
        {
            float[] x = Numbers.Normal(n, n);
            using var block = new Block<float>(x);
            Reduce.All(Reduce.Kind.Sum, block.Pointer, n).ShouldBe(x.Sum(v => (double)v), 1e-6 * (n + 1));
            Reduce.All(Reduce.Kind.SumOfSquares, block.Pointer, n).ShouldBe(x.Sum(v => (double)v * v), 1e-6 * (n + 1));
            Reduce.All(Reduce.Kind.Max, block.Pointer, n).ShouldBe(n == 0 ? double.NegativeInfinity : x.Max());
            Reduce.All(Reduce.Kind.Min, block.Pointer, n).ShouldBe(n == 0 ? double.PositiveInfinity : x.Min());
            if (n == 0) continue;
            block[n / 2] = float.NaN;
            double.IsNaN(Reduce.All(Reduce.Kind.Max, block.Pointer, n)).ShouldBeTrue();
            double.IsNaN(Reduce.All(Reduce.Kind.Min, block.Pointer, n)).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_long_sum_keeps_its_digits()
    {
        using var x = new Block<float>(3_000_001);
        x.Span.Fill(0.1f);
        Reduce.All(Reduce.Kind.Sum, x.Pointer, x.Length).ShouldBe(0.1f * (double)x.Length, 1);
        using var y = new Block<float>(1);
        Reduce.Axis(Reduce.Kind.Sum, x.Pointer, y.Pointer, 1, x.Length, 1);
        y[0].ShouldBe((float)(0.1f * (double)x.Length), 1f);
    }

    [Fact]
    public void Any_axis()
    {
        foreach ((int outer, int n, int inner) in new[]
        {
            (1, 1, 1), (3, 5, 1), (40, 130, 1), (2, 70_000, 1), (1, 7, 3), (1, 500, 65), (1, 3, 1000), (1, 10_000, 17),
            (2, 3, 5), (5, 17, 33), (3, 300, 64), (7, 1, 9), (2, 0, 3), (30, 10, 100),
        })
        {
            float[] x = Numbers.Normal(outer * n * inner, n + inner);
            using var block = new Block<float>(x);
            using var wide = new Block<double>(Numbers.Widen(x));
            foreach (Reduce.Kind kind in Enum.GetValues<Reduce.Kind>())
            {
                double[] expected = Reference(kind, x, outer, n, inner);
                using var y = new Block<float>(outer * inner);
                using var z = new Block<double>(outer * inner);
                Reduce.Axis(kind, block.Pointer, y.Pointer, outer, n, inner, 0.5);
                Reduce.Axis(kind, wide.Pointer, z.Pointer, outer, n, inner, 0.5);
                bool sum = kind is Reduce.Kind.Sum or Reduce.Kind.SumOfSquares;
                for (int i = 0; i < expected.Length; i++) expected[i] *= sum || inner == 1 ? 0.5 : 1;
                Numbers.ShouldBeNear(y.Span, expected, 2e-6, sum ? 1e-5 : 0, kind.ToString());
                Numbers.ShouldBeNear(z.Span, expected, 1e-11, kind.ToString());
            }
        }
    }

    [Fact]
    public void Places_of_the_extremes()
    {
        foreach ((int outer, int n, int inner) in new[] { (1, 1, 1), (5, 130, 1), (3, 17, 1), (1, 9, 40), (4, 100, 7), (2, 3, 33) })
        {
            // Rounded, so that there are ties: the first one wins.
            float[] x = [.. Numbers.Normal(outer * n * inner, 3).Select(v => MathF.Round(v * 2))];
            if (n > 5) x[5 * inner] = float.NaN;
            using var block = new Block<float>(x);
            using var largest = new Block<long>(outer * inner);
            using var smallest = new Block<long>(outer * inner);
            using var values = new Block<float>(outer * inner);
            ArgReduce.Max(block.Pointer, largest.Pointer, values.Pointer, outer, n, inner);
            ArgReduce.Min(block.Pointer, smallest.Pointer, null, outer, n, inner);
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < inner; i++)
                {
                    float[] column = [.. Enumerable.Range(0, n).Select(k => x[(((o * n) + k) * inner) + i])];
                    int nan = Array.FindIndex(column, float.IsNaN);
                    largest[(o * inner) + i].ShouldBe(nan >= 0 ? nan : Array.IndexOf(column, column.Max()));
                    smallest[(o * inner) + i].ShouldBe(nan >= 0 ? nan : Array.IndexOf(column, column.Min()));
                    values[(o * inner) + i].ShouldBe(column[largest[(o * inner) + i]]);
                }
            }
        }
    }

    [Fact]
    public void Whole_numbers_sum_in_64_bits()
    {
        using var x = new Block<int>([int.MaxValue, int.MaxValue, 1, 2, 3, 4]);
        Reduce.SumToInt64(x.Pointer, 6).ShouldBe((2L * int.MaxValue) + 10);
        using var y = new Block<long>(2);
        Reduce.AxisToInt64(x.Pointer, y.Pointer, 1, 3, 2);
        y.Span.ToArray().ShouldBe([int.MaxValue + 4L, int.MaxValue + 6L]);
    }

    [Fact]
    public void Channel_sums_and_fused_bias_gradients()
    {
        foreach ((int n, int c, int s) in new[] { (1, 1, 1), (3, 5, 49), (2, 33, 130), (40, 7, 1), (600, 70, 1) })
        {
            float[] x = Numbers.Normal(n * c * s, 9), saved = Numbers.Normal(n * c * s, 10);
            using var g = new Block<float>(x);
            using var z = new Block<float>(saved);
            using var dz = new Block<float>(x.Length);
            using var y = new Block<float>(c);
            ChannelSums.Run(g.Pointer, y.Pointer, n, c, s);
            var expected = new double[c];
            for (int i = 0; i < x.Length; i++) expected[i / s % c] += x[i];
            Numbers.ShouldBeNear(y.Span, expected, 1e-6, 1e-5, "channel sums");

            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                using var alone = new Block<float>(x.Length);
                Activations.Backward(activation, g.Pointer, z.Pointer, alone.Pointer, x.Length);
                using var bias = new Block<float>(c * s);
                Activations.BackwardWithBias(activation, g.Pointer, z.Pointer, dz.Pointer, bias.Pointer, n, c * s);
                Numbers.ShouldHaveSameBits<float>(dz.Span, alone.Span, activation.ToString());
                Numbers.ShouldBeNear(bias.Span, Reference(Reduce.Kind.Sum, alone.Span.ToArray(), 1, n, c * s), 1e-6, 2e-5, activation.ToString());
            }
        }
    }

    [Fact]
    public void Same_bits_at_any_thread_count()
    {
        using var x = new Block<float>(Numbers.Normal(200_000, 1));
        double sum = Reduce.All(Reduce.Kind.Sum, x.Pointer, x.Length);
        using var first = new Block<float>(50);
        Reduce.Axis(Reduce.Kind.Sum, x.Pointer, first.Pointer, 1, 4000, 50);
        ElementwiseTests.AtEveryThreadCount(() =>
        {
            Reduce.All(Reduce.Kind.Sum, x.Pointer, x.Length).ShouldBe(sum);
            using var y = new Block<float>(50);
            Reduce.Axis(Reduce.Kind.Sum, x.Pointer, y.Pointer, 1, 4000, 50);
            Numbers.ShouldHaveSameBits<float>(y.Span, first.Span);
        });
    }

    private static double[] Reference(Reduce.Kind kind, float[] x, int outer, int n, int inner)
    {
        var y = new double[outer * inner];
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                double r = kind == Reduce.Kind.Max ? double.NegativeInfinity : kind == Reduce.Kind.Min ? double.PositiveInfinity : 0;
                for (int k = 0; k < n; k++)
                {
                    double v = x[(((o * n) + k) * inner) + i];
                    r = kind switch
                    {
                        Reduce.Kind.Max => Math.Max(r, v),
                        Reduce.Kind.Min => Math.Min(r, v),
                        Reduce.Kind.Sum => r + v,
                        _ => r + (v * v),
                    };
                }
                y[(o * inner) + i] = r;
            }
        }
        return y;
    }
}
