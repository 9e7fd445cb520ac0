using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

public sealed class GemmTests
{
    private static readonly int[] Awkward = [1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 15, 16, 17, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 95, 96, 97, 127, 128, 130];

    public static TheoryData<Layout, Layout> Layouts
    {
        get
        {
            var data = new TheoryData<Layout, Layout>();
            foreach (Layout a in Enum.GetValues<Layout>())
                foreach (Layout b in Enum.GetValues<Layout>()) data.Add(a, b);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void AwkwardSizes(Layout a, Layout b)
    {
        var random = new Random(7);
        for (int i = 0; i < 60; i++)
            new GemmCase(Any(random), Any(random), Any(random), a, b, i, padding: i % 4).Check();
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void OneRowOrOneColumn(Layout a, Layout b)
    {
        var random = new Random(8);
        for (int i = 0; i < 20; i++)
        {
            new GemmCase(1, Any(random), Any(random), a, b, i) { UseColumnBias = i % 2 == 1, Accumulate = i % 3 == 1 }.Check();
            new GemmCase(Any(random), 1, Any(random), a, b, i, padding: i % 2) { UseRowBias = i % 2 == 1, Accumulate = i % 3 == 1 }.Check();
        }
        new GemmCase(1, 2000, 300, a, b) { UseColumnBias = true, UseRowBias = true, Activation = Activation.Silu, Keep = true }.Check();
        new GemmCase(2000, 1, 300, a, b, padding: 0) { UseColumnBias = true, UseRowBias = true, Activation = Activation.Silu, Keep = true }.Check();
        new GemmCase(3, 2000, 130, a, b) { UseColumnBias = true }.Check();
    }

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(5, 0, 5)]
    [InlineData(5, 5, 0)]
    [InlineData(1, 5, 0)]
    [InlineData(5, 1, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(70, 40, 0)]
    public void EmptySizes(int m, int n, int k)
    {
        new GemmCase(m, n, k).Check();
        new GemmCase(m, n, k) { Accumulate = true, UseColumnBias = true }.Check();
        new GemmCase(m, n, k) { UseRowBias = true, Activation = Activation.Silu, Keep = true }.Check();
        new GemmCase(m, n, k, Layout.Transposed, Layout.Transposed).Check();
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void ManyPartsAndChunks(Layout a, Layout b)
    {
        new GemmCase(150, 260, 400, a, b) { Accumulate = true, UseColumnBias = true }.Check();
        new GemmCase(33, 70, 1200, a, b).Check();
        new GemmCase(500, 40, 64, a, b).Check();
        new GemmCase(20, 600, 64, a, b) { UseRowBias = true, UseColumnBias = true, Activation = Activation.Silu, Keep = true }.Check();
        new GemmCase(10, 12, 5000, a, b).Check();
        new GemmCase(7, 30, 9001, a, b) { UseRowBias = true, UseColumnBias = true, Activation = Activation.Gelu, Keep = true, Accumulate = true }.Check();
        new GemmCase(33, 12, 8192, a, b).Check();
        new GemmCase(20, 600, 200, a, b) { UseRowBias = true, UseColumnBias = true, Activation = Activation.Gelu, Keep = true, Accumulate = true }.Check();
    }

    [Fact]
    public void LargeEnoughForSeveralBlocks() => new GemmCase(500, 530, 40, Layout.RowMajor, Layout.Transposed) { Activation = Activation.Relu, UseColumnBias = true }.Check();

    [Fact]
    public void SeveralSlabs()
    {
        new GemmCase(500, 260, 9000) { UseColumnBias = true, UseRowBias = true, Keep = true, Activation = Activation.Silu }.Check(every: 97);
        new GemmCase(40, 490, 33000, Layout.RowMajor, Layout.Transposed) { UseColumnBias = true, UseRowBias = true, Keep = true, Activation = Activation.Silu }.Check(every: 97);
    }

    [Theory]
    [InlineData(Layout.RowMajor)]
    [InlineData(Layout.Transposed)]
    [InlineData(Layout.Strided)]
    public void BothOperandsCopiedOnce(Layout b)
    {
        // Rows that are no multiple of a strip, several chunks of k and several slabs of chunks; the last of each is short.
        new GemmCase(259, 301, 1000, Layout.Transposed, b).Check(every: 7);
        new GemmCase(131, 200, 500, Layout.Transposed, b) { Accumulate = true }.Check(every: 7);
        new GemmCase(700, 150, 900, Layout.Transposed, b) { Accumulate = true }.Check(every: 97);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] shared = new GemmCase(300, 310, 1700, Layout.Transposed, b) { Accumulate = accumulate }.Run();
            new GemmCase(300, 310, 1700, Layout.Transposed, b) { Accumulate = accumulate, Serial = true }.Run().ShouldBe(shared);
        }
    }

    [Fact]
    public void GradientsOfWeightsOverManyRows()
    {
        // The sum is cut into pieces, the last of them short, and C into blocks of rows and of columns.
        new GemmCase(130, 270, 4100, Layout.Transposed).Check(every: 97);
        new GemmCase(300, 200, 4500, Layout.Transposed) { Accumulate = true }.Check(every: 97);
        new GemmCase(30, 20, 2049, Layout.Transposed) { UseRowBias = true, UseColumnBias = true, Activation = Activation.Gelu, Keep = true, Accumulate = true }.Check();
        new GemmCase(140, 100, 2500, Layout.Transposed) { Serial = true }.Run().ShouldBe(new GemmCase(140, 100, 2500, Layout.Transposed).Run());
    }

    [Fact]
    public void EveryEpilogue()
    {
        int seed = 0;
        foreach ((int m, int n, int k) in new[] { (13, 37, 20), (24, 64, 16), (2, 100, 33), (1, 40, 50), (40, 1, 50), (37, 50, 450) })
            foreach (bool columnBias in new[] { false, true })
                foreach (bool rowBias in new[] { false, true })
                    foreach (bool accumulate in new[] { false, true })
                        foreach (bool keep in new[] { false, true })
                            foreach (int activation in new[] { 0, 1 + (seed % 6) })
                            {
                                new GemmCase(m, n, k, seed: ++seed, padding: seed % 2)
                                {
                                    UseColumnBias = columnBias, UseRowBias = rowBias, Accumulate = accumulate, Keep = keep && Activations.KeepsSlope((Activation)activation), Activation = (Activation)activation,
                                }.Check();
                            }
    }

    [Fact]
    public void PackedBeforehand()
    {
        var random = new Random(9);
        for (int i = 0; i < 40; i++)
            new GemmCase(Any(random), Any(random), Any(random), (Layout)(i % 3), (Layout)(i / 3 % 3), i) { Prepack = true, UseColumnBias = i % 2 == 0 }.Check();
        new GemmCase(1, 300, 900) { Prepack = true, Activation = Activation.Relu }.Check();
        new GemmCase(130, 300, 900, Layout.RowMajor, Layout.Transposed) { Prepack = true, Activation = Activation.Relu, Accumulate = true }.Check();
        new GemmCase(3, 4, 0) { Prepack = true, UseColumnBias = true }.Check();
    }

    [Fact]
    public void SerialGivesTheSameBits()
    {
        foreach ((int m, int n, int k) in new[] { (1, 500, 300), (64, 128, 784), (130, 200, 500) })
            new GemmCase(m, n, k) { Serial = true }.Run().ShouldBe(new GemmCase(m, n, k).Run());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void NotANumberSpreadsThroughZeros(float bad)
    {
        foreach (Layout layout in Enum.GetValues<Layout>())
            foreach ((int m, int n, int k) in new[] { (1, 40, 20), (40, 1, 20), (14, 35, 9), (100, 70, 40) })
            {
                var product = new GemmCase(m, n, k, Layout.RowMajor, layout, padding: 0);
                Array.Clear(product.A);
                int column = n / 2, row = k / 2;
                product.B[(row * product.BRow) + (column * product.BColumn)] = bad;
                float[] c = product.Run();
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < n; j++) float.IsNaN(c[(i * n) + j]).ShouldBe(j == column);
            }
    }

    [Fact]
    public void ReluKeepsNotANumber()
    {
        var product = new GemmCase(3, 40, 5, padding: 0) { Activation = Activation.Relu };
        product.A[0] = float.NaN;
        float.IsNaN(product.Run()[0]).ShouldBeTrue();
    }

    private static int Any(Random random) => Awkward[random.Next(Awkward.Length)];
}
