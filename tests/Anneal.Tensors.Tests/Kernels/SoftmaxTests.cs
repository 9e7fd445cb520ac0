using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

public sealed unsafe class SoftmaxTests
{
    private static IEnumerable<int> Widths => Enumerable.Range(1, 130).Append(1000).Append(50_257);

    [Fact]
    public void Rows_of_every_width()
    {
        foreach (int n in Widths)
        {
            const int Rows = 3;
            float[] x = Numbers.Normal(Rows * n, n, 5), g = Numbers.Normal(Rows * n, n + 1);
            if (n > 2) x[1] = float.NegativeInfinity;
            double[] y = Reference(x, n, log: false), z = Reference(x, n, log: true);
            using var input = new Block<float>(x);
            using var output = new Block<float>(x.Length);
            using var gradient = new Block<float>(g);
            Softmax.Forward(input.Pointer, output.Pointer, Rows, n);
            Numbers.ShouldBeNear(output.Span, y, 1e-5, 1e-37, "softmax");
            Softmax.Backward(gradient.Pointer, output.Pointer, output.Pointer, Rows, n);
            Numbers.ShouldBeNear(output.Span, Backward(g, y, y, n, log: false), 1e-5, 1e-6, "softmax gradient");
            Softmax.LogForward(input.Pointer, output.Pointer, Rows, n);
            Numbers.ShouldBeNear(output.Span, z, 1e-6, 2e-6, "log-softmax");
            Softmax.LogBackward(gradient.Pointer, output.Pointer, input.Pointer, Rows, n);
            Numbers.ShouldBeNear(input.Span, Backward(g, y, z, n, log: true), 1e-5, 2e-5, "log-softmax gradient");
        }
    }

    [Fact]
    public void In_double_as_exact_as_the_reference()
    {
        double[] x = Numbers.Widen(Numbers.Normal(60, 1, 3));
        float[] narrow = [.. x.Select(v => (float)v)];
        using var input = new Block<double>(x);
        using var output = new Block<double>(60);
        Softmax.Forward(input.Pointer, output.Pointer, 3, 20);
        Numbers.ShouldBeNear(output.Span, Reference(narrow, 20, log: false), 1e-14);
        Softmax.LogForward(input.Pointer, output.Pointer, 3, 20);
        Numbers.ShouldBeNear(output.Span, Reference(narrow, 20, log: true), 1e-14);
    }

    [Fact]
    public void Large_values_do_not_overflow_and_hopeless_rows_become_NaN()
    {
        foreach (int n in new[] { 2, 16, 17, 100 })
        {
            using var x = new Block<float>(4 * n);
            for (int i = 0; i < n; i++)
            {
                x[i] = 1e30f;
                x[n + i] = float.NegativeInfinity;
                x[(2 * n) + i] = i == 1 ? float.NaN : 1;
                x[(3 * n) + i] = i == 0 ? 0 : -1000;
            }
            Softmax.Forward(x.Pointer, x.Pointer, 4, n);
            for (int i = 0; i < n; i++)
            {
                x[i].ShouldBe(1f / n, 1e-6f);
                float.IsNaN(x[n + i]).ShouldBeTrue();
                float.IsNaN(x[(2 * n) + i]).ShouldBeTrue();
                x[(3 * n) + i].ShouldBe(i == 0 ? 1 : 0);
            }
        }
    }

    [Fact]
    public void Cross_entropy_with_all_options()
    {
        foreach (int n in Widths)
        {
            foreach ((bool weighted, double smoothing) in new[] { (false, 0.0), (true, 0.0), (false, 0.1), (true, 0.2) })
            {
                if (n > 1000 && !weighted && smoothing == 0.1) continue;
                const int Rows = 4;
                float[] x = Numbers.Normal(Rows * n, n, 3);
                float[] w = [.. Numbers.Normal(n, n + 7).Select(MathF.Abs)];
                long[] t = [0, n - 1, -100, n / 2];
                float[] scale = [0.25f, -1, 3, 0.5f];
                var expectedLoss = new double[Rows];
                var expected = new double[Rows * n];
                double[] log = Reference(x, n, log: true);
                for (int r = 0; r < Rows; r++)
                {
                    if (t[r] < 0) continue;
                    for (int c = 0; c < n; c++)
                    {
                        double a = ((c == t[r] ? 1 - smoothing : 0) + (smoothing / n)) * (weighted ? w[c] : 1);
                        expectedLoss[r] -= a * log[(r * n) + c];
                        for (int k = 0; k < n && n <= 130; k++) expected[(r * n) + k] += scale[r] * a * (Math.Exp(log[(r * n) + k]) - (k == c ? 1 : 0));
                    }
                }
                using var logits = new Block<float>(x);
                using var targets = new Block<long>(t);
                using var weights = new Block<float>(w);
                using var loss = new Block<float>(Rows);
                using var lse = new Block<float>(Rows);
                using var rowWeights = new Block<float>(Rows);
                using var scales = new Block<float>(scale);
                var options = new CrossEntropyOptions<float> { ClassWeights = weighted ? weights.Pointer : null, LabelSmoothing = smoothing, IgnoreIndex = -100 };
                CrossEntropy.Forward(logits.Pointer, targets.Pointer, loss.Pointer, lse.Pointer, rowWeights.Pointer, Rows, n, options);
                Numbers.ShouldBeNear(loss.Span, expectedLoss, 3e-6, 3e-6, "loss");
                rowWeights.Span.ToArray().ShouldBe([weighted ? w[0] : 1, weighted ? w[n - 1] : 1, 0, weighted ? w[n / 2] : 1]);
                CrossEntropy.Backward(logits.Pointer, targets.Pointer, lse.Pointer, scales.Pointer, 1, logits.Pointer, Rows, n, options);
                if (n <= 130) Numbers.ShouldBeNear(logits.Span, expected, 1e-5, 1e-6, "loss gradient");
            }
        }
    }

    [Fact]
    public void Same_bits_at_any_thread_count()
    {
        const int Rows = 70, N = 1003;
        using var x = new Block<float>(Numbers.Normal(Rows * N, 1));
        using var first = new Block<float>(Rows * N);
        Softmax.Forward(x.Pointer, first.Pointer, Rows, N);
        ElementwiseTests.AtEveryThreadCount(() =>
        {
            using var y = new Block<float>(Rows * N);
            Softmax.Forward(x.Pointer, y.Pointer, Rows, N);
            Numbers.ShouldHaveSameBits<float>(y.Span, first.Span);
        });
    }

    private static double[] Reference(float[] x, int n, bool log)
    {
        var y = new double[x.Length];
        for (int r = 0; r < x.Length / n; r++)
        {
            double max = double.NegativeInfinity, sum = 0;
            for (int i = 0; i < n; i++) max = Math.Max(max, x[(r * n) + i]);
            for (int i = 0; i < n; i++) sum += Math.Exp(x[(r * n) + i] - max);
            for (int i = 0; i < n; i++) y[(r * n) + i] = log ? x[(r * n) + i] - max - Math.Log(sum) : Math.Exp(x[(r * n) + i] - max) / sum;
        }
        return y;
    }

    private static double[] Backward(float[] g, double[] y, double[] output, int n, bool log)
    {
        var d = new double[g.Length];
        for (int r = 0; r < g.Length / n; r++)
        {
            double dot = 0;
            for (int i = 0; i < n; i++) dot += log ? g[(r * n) + i] : g[(r * n) + i] * y[(r * n) + i];
            for (int i = 0; i < n; i++) d[(r * n) + i] = log ? g[(r * n) + i] - (Math.Exp(output[(r * n) + i]) * dot) : y[(r * n) + i] * (g[(r * n) + i] - dot);
        }
        return d;
    }
}
