using Anneal.Tensors.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Kernels;

public sealed unsafe class GemmBatchTests
{
    [Theory]
    [InlineData(3, 13, 17, 9, false)]
    [InlineData(3, 13, 17, 9, true)]
    [InlineData(12, 64, 64, 32, false)]
    [InlineData(5, 1, 40, 70, false)]
    [InlineData(5, 40, 1, 70, true)]
    [InlineData(0, 4, 4, 4, false)]
    public void Batch(int batch, int m, int n, int k, bool shareB)
    {
        float[] a = Numbers(batch * m * k, 1), b = Numbers((shareB ? 1 : batch) * k * n, 2), c = new float[batch * m * n];
        fixed (float* pa = a, pb = b, pc = c)
            Gemm.RunBatch(batch, m, n, k, new MatrixView<float>(pa, k, 1), m * k, new MatrixView<float>(pb, n, 1), shareB ? 0 : k * n, pc, n, m * n);
        for (int s = 0; s < batch; s++)
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int p = 0; p < k; p++) sum += (double)a[(((s * m) + i) * k) + p] * b[((shareB ? 0 : s * k * n) + (p * n)) + j];
                    c[(((s * m) + i) * n) + j].ShouldBe((float)sum, 2e-5);
                }
    }

    [Fact]
    public void Doubles()
    {
        foreach ((int m, int n, int k) in new[] { (1, 1, 1), (5, 7, 3), (13, 1, 20), (1, 13, 20), (33, 40, 50), (6, 5, 0) })
        {
            var random = new Random(3);
            double[] a = new double[m * k], b = new double[k * n], c = new double[m * n], bias = new double[n];
            foreach (double[] x in new[] { a, b, bias })
                for (int i = 0; i < x.Length; i++) x[i] = random.NextDouble() - 0.5;
            fixed (double* pa = a, pb = b, pc = c, pbias = bias)
                Gemm.Run(m, n, k, new MatrixView<double>(pa, 1, m), new MatrixView<double>(pb, 1, k), pc, n, new Epilogue<double> { ColumnBias = pbias, Activation = Activation.Tanh });
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    double sum = bias[j];
                    for (int p = 0; p < k; p++) sum += a[i + (p * m)] * b[p + (j * k)];
                    c[(i * n) + j].ShouldBe(Math.Tanh(sum), 1e-13);
                }
        }
    }

    [Fact]
    public void SameBitsAtAnyNumberOfThreads()
    {
        int before = WorkerPool.ThreadCount;
        try
        {
            foreach ((int m, int n, int k) in new[] { (64, 128, 784), (300, 300, 300), (1, 3000, 200), (3000, 1, 200), (10, 10, 9000), (700, 40, 100) })
                foreach (Layout layout in new[] { Layout.RowMajor, Layout.Transposed })
                {
                    float[]? first = null;
                    foreach (int threads in new[] { 1, 2, 3, 4 })
                    {
                        WorkerPool.ThreadCount = threads;
                        float[] c = new GemmCase(m, n, k, layout, layout, padding: 0) { UseRowBias = true, Activation = Activation.Relu }.Run();
                        if (first is null) first = c;
                        else first.AsSpan().SequenceEqual(c).ShouldBeTrue($"{m}x{k}x{n} with {threads} threads");
                    }
                }
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Fact]
    public void SteadyStateAllocatesNothing()
    {
        float[] a = Numbers(200 * 300, 1), b = Numbers(300 * 100, 2), c = new float[200 * 100];
        int before = WorkerPool.ThreadCount;
        WorkerPool.ThreadCount = 1;
        try
        {
            fixed (float* pa = a, pb = b, pc = c)
            {
                long bytes = 0;
                for (int i = 0; i < 50; i++)
                {
                    if (i == 40) bytes = GC.GetAllocatedBytesForCurrentThread();
                    Gemm.Run(200, 100, 300, new MatrixView<float>(pa, 300, 1), new MatrixView<float>(pb, 1, 300), pc, 100);
                }
                (GC.GetAllocatedBytesForCurrentThread() - bytes).ShouldBe(0);
            }
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float)(random.NextDouble() - 0.5);
        return numbers;
    }
}
