using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>How an operand lies in memory.</summary>
public enum Layout
{
    RowMajor,
    Transposed,
    Strided,
}

/// <summary>One product with random operands, and the same product by three plain loops in double.</summary>
internal sealed unsafe class GemmCase
{
    private const float Canary = 12345.5f;

    private readonly Random random;

    public GemmCase(int m, int n, int k, Layout layoutOfA = Layout.RowMajor, Layout layoutOfB = Layout.RowMajor, int seed = 1, int padding = 3)
    {
        (M, N, K) = (m, n, k);
        random = new Random(seed);
        (A, ARow, AColumn) = Operand(m, k, layoutOfA, padding);
        (B, BRow, BColumn) = Operand(k, n, layoutOfB, padding);
        Ldc = n + padding;
        C = Numbers((m * Ldc) + padding);
        Slope = Enumerable.Repeat(Canary, C.Length).ToArray();
        ColumnBias = Numbers(n);
        RowBias = Numbers(m);
        for (int i = 0; i < m; i++)
            for (int j = n; j < Ldc; j++) C[(i * Ldc) + j] = Canary;
        for (int i = m * Ldc; i < C.Length; i++) C[i] = Canary;
    }

    public int M { get; }

    public int N { get; }

    public int K { get; }

    public int Ldc { get; }

    public float[] A { get; }

    public int ARow { get; }

    public int AColumn { get; }

    public float[] B { get; }

    public int BRow { get; }

    public int BColumn { get; }

    public float[] C { get; }

    public float[] ColumnBias { get; }

    public float[] RowBias { get; }

    public float[] Slope { get; }

    public bool UseColumnBias { get; init; }

    public bool UseRowBias { get; init; }

    public bool Accumulate { get; init; }

    public bool Keep { get; init; }

    public bool Serial { get; init; }

    public bool Prepack { get; init; }

    internal Activation Activation { get; init; }

    /// <summary>Runs the product and returns what C holds then.</summary>
    public float[] Run()
    {
        var c = (float[])C.Clone();
        fixed (float* a = A, b = B, to = c, columnBias = ColumnBias, rowBias = RowBias, keep = Slope)
        {
            var epilogue = new Epilogue<float>
            {
                Accumulate = Accumulate,
                Activation = Activation,
                ColumnBias = UseColumnBias ? columnBias : null,
                RowBias = UseRowBias ? rowBias : null,
                Slope = Keep ? keep : null,
            };
            var left = new MatrixView<float>(a, ARow, AColumn);
            var right = new MatrixView<float>(b, BRow, BColumn);
            if (Prepack) Gemm.Run(M, left, new PackedMatrix(K, N, right), to, Ldc, in epilogue);
            else if (Serial) Gemm.RunSerial(M, N, K, left, right, to, Ldc, in epilogue);
            else Gemm.Run(M, N, K, left, right, to, Ldc, in epilogue);
        }
        return c;
    }

    /// <summary>Runs the product and holds every element, and every element that must not change, against the plain loops.</summary>
    /// <param name="every">Holds only one element in so many, where all would take long.</param>
    public void Check(int every = 1)
    {
        float[] c = Run();
        string what = $"{M}x{K}x{N}, strides of A {ARow}, {AColumn}, of B {BRow}, {BColumn}";
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                int at = (i * Ldc) + j;
                if (at % every != 0) continue;
                (double z, double size) = Sum(i, j);
                double expected = Apply(z, Activation);
                double tolerance = 2e-6 * (1 + size);
                if (!(Math.Abs(c[at] - expected) <= tolerance))
                    c[at].ShouldBe((float)expected, tolerance, $"element {i}, {j} of {what}");
                double slope = Keep ? (Apply(z + 1e-4, Activation) - Apply(z - 1e-4, Activation)) / 2e-4 : 0;
                if (Keep && !(Math.Abs(Slope[at] - slope) <= tolerance))
                    Slope[at].ShouldBe((float)slope, tolerance, $"slope of the activation {i}, {j} of {what}");
            }
            for (int j = N; j < Ldc; j++) c[(i * Ldc) + j].ShouldBe(Canary, "between the rows of " + what);
        }
        for (int at = M * Ldc; at < c.Length; at++) c[at].ShouldBe(Canary, "behind " + what);
    }

    private (double Value, double Size) Sum(int i, int j)
    {
        double sum = 0, size = 0;
        for (int p = 0; p < K; p++)
        {
            double product = (double)A[(i * ARow) + (p * AColumn)] * B[(p * BRow) + (j * BColumn)];
            sum += product;
            size += Math.Abs(product);
        }
        if (Accumulate) sum += C[(i * Ldc) + j];
        if (UseColumnBias) sum += ColumnBias[j];
        if (UseRowBias) sum += RowBias[i];
        return (sum, size + 3);
    }

    private static double Apply(double x, Activation activation) => activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.Gelu => x * NormalBelow(x),
        _ => x,
    };

    /// <summary>Φ(x) by Simpson's rule on the density.</summary>
    private static double NormalBelow(double x)
    {
        const int Steps = 400;
        double h = x / Steps, sum = 0;
        for (int i = 0; i <= Steps; i++)
        {
            double t = i * h;
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-t * t / 2);
        }
        return 0.5 + (sum * h / 3 / Math.Sqrt(2 * Math.PI));
    }

    private (float[] Data, int Row, int Column) Operand(int rows, int columns, Layout layout, int padding)
    {
        (int row, int column) = layout switch
        {
            Layout.RowMajor => (columns + padding, 1),
            Layout.Transposed => (1, rows + padding),
            _ => ((2 * columns) + padding, 2),
        };
        // Exactly as long as its last element needs: under the debugger of memory, reading further would be seen.
        int length = rows == 0 || columns == 0 ? 0 : ((rows - 1) * row) + ((columns - 1) * column) + 1;
        return (Numbers(length), row, column);
    }

    private float[] Numbers(int count)
    {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float)((random.NextDouble() * 2) - 1);
        return numbers;
    }
}
