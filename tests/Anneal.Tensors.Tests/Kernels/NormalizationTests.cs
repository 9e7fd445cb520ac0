using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>Norms against the definition in double, and their gradients against the chain rule spelt out.</summary>
public sealed unsafe class NormalizationTests
{
    private const double Epsilon = 1e-5;

    [Fact]
    public void Rows_of_every_width()
    {
        foreach (int n in Enumerable.Range(1, 130).Append(768).Append(5000))
        {
            foreach (bool centered in new[] { true, false })
            {
                const int Rows = 5;
                float[] x = [.. Numbers.Normal(Rows * n, n, 2).Select(v => v + 1)], r = Numbers.Normal(Rows * n, n + 1), g = Numbers.Normal(Rows * n, n + 2);
                float[] w = Numbers.Normal(n, 3), b = Numbers.Normal(n, 4);
                double[] sum = [.. x.Select((v, i) => (double)(v + r[i]))];
                (double[] y, double[] h, double[] rstd) = Normalize(sum, Rows, n, centered);
                double[] expected = [.. h.Select((v, i) => (v * w[i % n]) + (centered ? b[i % n] : 0))];

                using var input = new Block<float>(x);
                using var residual = new Block<float>(r);
                using var total = new Block<float>(Rows * n);
                using var weight = new Block<float>(w);
                using var bias = new Block<float>(b);
                using var output = new Block<float>(Rows * n);
                using var mean = new Block<float>(Rows);
                using var scale = new Block<float>(Rows);
                if (centered)
                    LayerNorm.ForwardWithResidual(input.Pointer, residual.Pointer, total.Pointer, weight.Pointer, bias.Pointer, output.Pointer, mean.Pointer, scale.Pointer, Rows, n, Epsilon);
                else
                    LayerNorm.RmsForward(input.Pointer, residual.Pointer, total.Pointer, weight.Pointer, output.Pointer, scale.Pointer, Rows, n, Epsilon);
                double tolerance = n == 1 ? 1e-2 : 2e-5; // a single element is its own mean: all digits cancel
                Numbers.ShouldBeNear(total.Span, sum, 1e-7, 0, "sum");
                Numbers.ShouldBeNear(output.Span, expected, 1e-5, tolerance, "norm");
                Numbers.ShouldBeNear(scale.Span, rstd, 1e-5, 0, "rstd");

                (double[] dx, double[] dw, double[] db) = Backward(g, h, rstd, w, Rows, n, centered);
                using var gradient = new Block<float>(g);
                using var dInput = new Block<float>(Rows * n);
                using var dWeight = new Block<float>(n);
                using var dBias = new Block<float>(n);
                LayerNorm.Backward(gradient.Pointer, total.Pointer, weight.Pointer, centered ? mean.Pointer : null, scale.Pointer, dInput.Pointer, dWeight.Pointer, dBias.Pointer, Rows, n);
                if (n > 2) Numbers.ShouldBeNear(dInput.Span, dx, 1e-4, 1e-4, "dx");
                if (n > 1) Numbers.ShouldBeNear(dWeight.Span, dw, 1e-4, 1e-4, "dweight");
                Numbers.ShouldBeNear(dBias.Span, db, 1e-5, 1e-5, "dbias");
            }
        }
    }

    [Fact]
    public void Without_weights_and_over_many_rows()
    {
        const int Rows = 3000, N = 20;
        float[] x = Numbers.Normal(Rows * N, 1), g = Numbers.Normal(Rows * N, 2);
        using var input = new Block<float>(x);
        using var gradient = new Block<float>(g);
        using var y = new Block<float>(Rows * N);
        using var mean = new Block<float>(Rows);
        using var rstd = new Block<float>(Rows);
        using var dw = new Block<float>(N);
        LayerNorm.Forward(input.Pointer, null, null, y.Pointer, mean.Pointer, rstd.Pointer, Rows, N, Epsilon);
        (_, double[] h, double[] scale) = Normalize(Numbers.Widen(x), Rows, N, centered: true);
        Numbers.ShouldBeNear(y.Span, h, 1e-5, 1e-5, "norm");
        (double[] dx, double[] expected, _) = Backward(g, h, scale, [.. Enumerable.Repeat(1f, N)], Rows, N, centered: true);
        LayerNorm.Backward(gradient.Pointer, input.Pointer, null, mean.Pointer, rstd.Pointer, y.Pointer, dw.Pointer, null, Rows, N);
        Numbers.ShouldBeNear(y.Span, dx, 1e-4, 1e-5, "dx");
        Numbers.ShouldBeNear(dw.Span, expected, 1e-4, 1e-3, "dweight");
        float[] first = dw.Span.ToArray();
        ElementwiseTests.AtEveryThreadCount(() =>
        {
            LayerNorm.Backward(gradient.Pointer, input.Pointer, null, mean.Pointer, rstd.Pointer, y.Pointer, dw.Pointer, null, Rows, N);
            Numbers.ShouldHaveSameBits<float>(dw.Span, first);
        });
    }

    [Fact]
    public void Batch_and_group_norm()
    {
        foreach ((int n, int c, int s, int groups) in new[] { (4, 6, 49, 2), (3, 4, 130, 4), (5, 33, 1, 3), (2, 8, 17, 1), (64, 70, 1, 7) })
        {
            float[] x = [.. Numbers.Normal(n * c * s, c).Select(v => (v * 2) + 1)], g = Numbers.Normal(n * c * s, c + 1), w = Numbers.Normal(c, 3), b = Numbers.Normal(c, 4);
            using var input = new Block<float>(x);
            using var gradient = new Block<float>(g);
            using var weight = new Block<float>(w);
            using var bias = new Block<float>(b);
            using var y = new Block<float>(x.Length);
            using var dx = new Block<float>(x.Length);
            using var dw = new Block<float>(c);
            using var db = new Block<float>(c);

            // Batch norm with ReLU is the row norm of the transposed [channels, n * spatial].
            int[] byChannel = Order(n, c, s);
            (_, double[] h, double[] rstd) = Normalize([.. byChannel.Select(i => (double)x[i])], c, n * s, centered: true);
            double[] expected = new double[x.Length], dxExpected = new double[x.Length];
            float[] masked = new float[x.Length], ones = [.. Enumerable.Repeat(1f, n * s)];
            for (int k = 0; k < x.Length; k++)
            {
                int channel = k / (n * s);
                expected[byChannel[k]] = Math.Max(0, (h[k] * w[channel]) + b[channel]);
                masked[k] = expected[byChannel[k]] > 0 ? g[byChannel[k]] * w[channel] : 0;
            }
            using var mean = new Block<float>(c);
            using var variance = new Block<float>(c);
            using var scale = new Block<float>(c);
            using var shift = new Block<float>(c);
            ChannelMoments.Run(input.Pointer, mean.Pointer, variance.Pointer, n, c, s);
            ChannelAffine.Fold(mean.Pointer, variance.Pointer, weight.Pointer, bias.Pointer, scale.Pointer, shift.Pointer, c, Epsilon);
            ChannelAffine.Run(input.Pointer, scale.Pointer, shift.Pointer, y.Pointer, n, c, s, relu: true);
            Numbers.ShouldBeNear(y.Span, expected, 1e-5, 2e-5, "batch norm");

            (double[] d, _, _) = Backward(masked, h, rstd, ones, c, n * s, centered: true);
            for (int k = 0; k < x.Length; k++) dxExpected[byChannel[k]] = d[k];
            using var rstds = new Block<float>([.. rstd.Select(v => (float)v)]);
            BatchNorm.Backward(gradient.Pointer, input.Pointer, y.Pointer, weight.Pointer, mean.Pointer, rstds.Pointer, dx.Pointer, dw.Pointer, db.Pointer, n, c, s, training: true);
            Numbers.ShouldBeNear(dx.Span, dxExpected, 1e-4, 1e-4, "batch norm dx");
            for (int k = 0; k < c; k++)
            {
                double sum = 0, product = 0;
                for (int i = 0; i < n * s; i++)
                {
                    double v = expected[byChannel[(k * n * s) + i]] > 0 ? g[byChannel[(k * n * s) + i]] : 0;
                    sum += v;
                    product += v * h[(k * n * s) + i];
                }
                ((double)db[k]).ShouldBe(sum, 1e-4);
                ((double)dw[k]).ShouldBe(product, 1e-4);
            }

            int length = c / groups * s;
            (_, h, rstd) = Normalize(Numbers.Widen(x), n * groups, length, centered: true);
            for (int i = 0; i < x.Length; i++)
            {
                expected[i] = (h[i] * w[i / s % c]) + b[i / s % c];
                masked[i] = g[i] * w[i / s % c];
            }
            using var groupMean = new Block<float>(n * groups);
            using var groupScale = new Block<float>(n * groups);
            GroupNorm.Forward(input.Pointer, weight.Pointer, bias.Pointer, y.Pointer, groupMean.Pointer, groupScale.Pointer, n, c, s, groups, Epsilon);
            Numbers.ShouldBeNear(y.Span, expected, 1e-5, 2e-5, "group norm");
            (d, _, _) = Backward(masked, h, rstd, [.. Enumerable.Repeat(1f, length)], n * groups, length, centered: true);
            GroupNorm.Backward(gradient.Pointer, input.Pointer, weight.Pointer, groupMean.Pointer, groupScale.Pointer, dx.Pointer, dw.Pointer, db.Pointer, n, c, s, groups);
            Numbers.ShouldBeNear(dx.Span, d, 1e-4, 1e-4, "group norm dx");
            var sums = new double[c];
            var products = new double[c];
            for (int i = 0; i < x.Length; i++)
            {
                sums[i / s % c] += g[i];
                products[i / s % c] += g[i] * h[i];
            }
            Numbers.ShouldBeNear(db.Span, sums, 1e-5, 1e-4, "group norm dbias");
            Numbers.ShouldBeNear(dw.Span, products, 1e-5, 1e-4, "group norm dweight");
        }
    }

    /// <summary>The indices of [n, c, s] in the order of [c, n, s].</summary>
    private static int[] Order(int n, int c, int s) =>
        [.. from k in Enumerable.Range(0, c) from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, s) select (((i * c) + k) * s) + j];

    private static (double[] Y, double[] H, double[] Rstd) Normalize(double[] x, int rows, int n, bool centered)
    {
        var h = new double[x.Length];
        var rstd = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            double mean = 0, square = 0;
            for (int i = 0; i < n && centered; i++) mean += x[(r * n) + i] / n;
            for (int i = 0; i < n; i++) square += (x[(r * n) + i] - mean) * (x[(r * n) + i] - mean) / n;
            rstd[r] = 1 / Math.Sqrt(square + Epsilon);
            for (int i = 0; i < n; i++) h[(r * n) + i] = (x[(r * n) + i] - mean) * rstd[r];
        }
        return (x, h, rstd);
    }

    private static (double[] Dx, double[] Dw, double[] Db) Backward(float[] g, double[] h, double[] rstd, float[] w, int rows, int n, bool centered)
    {
        var dx = new double[g.Length];
        double[] dw = new double[n], db = new double[n];
        for (int r = 0; r < rows; r++)
        {
            double a = 0, b = 0;
            for (int i = 0; i < n; i++)
            {
                int k = (r * n) + i;
                dw[i] += g[k] * h[k];
                db[i] += g[k];
                if (centered) a += g[k] * (double)w[i] / n;
                b += g[k] * (double)w[i] * h[k] / n;
            }
            for (int i = 0; i < n; i++) dx[(r * n) + i] = rstd[r] * ((g[(r * n) + i] * (double)w[i]) - a - (h[(r * n) + i] * b));
        }
        return (dx, dw, db);
    }
}
