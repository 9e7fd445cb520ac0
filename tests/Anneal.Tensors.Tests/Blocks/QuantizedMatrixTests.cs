using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Blocks;

public sealed class QuantizedMatrixTests
{
    public static readonly TheoryData<BlockFormat> Formats = [.. Enum.GetValues<BlockFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void ProductsAreThoseOfTheDequantisedWeight(BlockFormat format)
    {
        foreach ((int rows, int outputs, int inputs) in new[] { (1, 7, 256), (1, 130, 768), (3, 65, 512), (12, 33, 256), (13, 100, 256), (40, 96, 768), (130, 50, 512) })
        {
            QuantizedMatrix matrix = QuantizedMatrix.From(Random([outputs, inputs], 1), format);
            Tensor x = Random([rows, inputs], 2), bias = Random([outputs], 3);
            Tensor expected = x.MatMul(matrix.Dequantize().T) + bias;
            Tensor actual;
            using (Gradients.NoGrad()) actual = matrix.Multiply(x, bias);
            actual.Shape.ShouldBe(expected.Shape);
            // Activations are rounded to 8 bits, 32 to a scale: for normal ones the error of a product is half a percent of its deviation.
            double worst = format < BlockFormat.Q8_0 ? 1e-5 : 0.025, usual = format < BlockFormat.Q8_0 ? 1e-6 : 0.0065;
            Worst(actual, expected).ShouldBeLessThan(worst * Math.Sqrt(inputs), $"{rows} x {outputs} x {inputs}");
            Usual(actual, expected).ShouldBeLessThan(usual * Math.Sqrt(inputs), $"{rows} x {outputs} x {inputs}");
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void ARowIsTheSameAloneAndAmongOthersAndOnAnyThreads(BlockFormat format)
    {
        QuantizedMatrix matrix = QuantizedMatrix.From(Random([1030, 256], 1), format);
        Tensor x = Random([5, 256], 2);
        int before = WorkerPool.ThreadCount;
        try
        {
            WorkerPool.ThreadCount = 1;
            float[] alone = matrix.Multiply(x).ToArray();
            WorkerPool.ThreadCount = 3;
            matrix.Multiply(x).ToArray().ShouldBe(alone);
            if (format is BlockFormat.Q8_0 or BlockFormat.Q4_0) matrix.Multiply(Tensor.Concat([x, x, x, x])).ToArray()[..alone.Length].ShouldBe(alone);
            matrix.Multiply(x.Slice(0, 2, 3)).ToArray().ShouldBe(alone[2060..3090]);
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void GradientsOfTheInputAreThoseOfTheDequantisedWeight(BlockFormat format)
    {
        QuantizedMatrix matrix = QuantizedMatrix.From(Random([1100, 256], 1), format);
        Tensor bias = Random([1100], 3);
        foreach (int rows in new[] { 2, 20 })
        {
            Tensor x = Random([rows, 256], 2), same = x.Clone(), upstream = Random([rows, 1100], 4), ownBias = bias.Clone(), sameBias = bias.Clone();
            x.RequiresGradient = same.RequiresGradient = ownBias.RequiresGradient = sameBias.RequiresGradient = true;
            (matrix.Multiply(x, ownBias) * upstream).Sum().Backward();
            ((same.MatMul(matrix.Dequantize().T) + sameBias) * upstream).Sum().Backward();
            Worst(x.Gradient!, same.Gradient!).ShouldBeLessThan(1e-3);
            Worst(ownBias.Gradient!, sameBias.Gradient!).ShouldBeLessThan(1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void RowsAreGathered(BlockFormat format)
    {
        QuantizedMatrix matrix = QuantizedMatrix.From(Random([9, 256], 1), format);
        Tensor all = matrix.Dequantize(), ids = Tensor.From([8L, 0, 0, 3], [2, 2]);
        matrix.Gather(ids).ToArray().ShouldBe(all.IndexSelect(0, ids.Reshape(-1)).ToArray());
        matrix.Gather(ids).Shape.ShouldBe(Shape.Of(2, 2, 256));
        Should.Throw<ArgumentException>(() => matrix.Gather(Tensor.From([9L], [1]))).Message.ShouldContain("outside 0..8");
    }

    [Fact]
    public void HalvesOfAnyLengthAreMultiplied()
    {
        foreach (int inputs in new[] { 1, 15, 16, 17, 31, 33, 100 })
        {
            foreach (BlockFormat format in new[] { BlockFormat.F16, BlockFormat.BF16 })
            {
                QuantizedMatrix matrix = QuantizedMatrix.From(Random([6, inputs], 1) * 1e-4f, format); // with subnormal halves
                Tensor x = Random([2, inputs], 2);
                Worst(matrix.Multiply(x), x.MatMul(matrix.Dequantize().T)).ShouldBeLessThan(1e-8 * inputs);
            }
        }
    }

    /// <summary>Scales of any size, subnormal halves and zeros among them, and rows in the end of a panel.</summary>
    [Theory]
    [InlineData(BlockFormat.Q8_0)]
    [InlineData(BlockFormat.Q4_0)]
    public void ScalesOfAllSizesAreExact(BlockFormat format)
    {
        foreach (int outputs in new[] { 1, 8, 9, 23 })
        {
            var sizes = new float[outputs * 64];
            for (int i = 0; i < sizes.Length; i++) sizes[i] = (i / 32 % 13) switch { 0 => 0, 1 => -3e-7f, int n => (n % 2 == 0 ? 1 : -1) * MathF.Pow(10, n - 9) };
            QuantizedMatrix matrix = QuantizedMatrix.From(Tensor.From(sizes, [outputs, 64]), format);
            Tensor x = Tensor.From([.. Enumerable.Range(0, 5 * 64).Select(i => (i % 32) is 0 ? 127f : i % 120)], [5, 64]); // the codes are the numbers
            float[] expected = x.MatMul(matrix.Dequantize().T).ToArray(), actual = matrix.Multiply(x).ToArray();
            for (int i = 0; i < expected.Length; i++) Math.Abs(actual[i] - expected[i]).ShouldBeLessThanOrEqualTo(1e-5f * Math.Abs(expected[i]));
        }
    }

    [Fact]
    public void ShapesThatDoNotFitAreRefused()
    {
        QuantizedMatrix matrix = QuantizedMatrix.From(Random([4, 32], 1), BlockFormat.Q8_0);
        Should.Throw<ArgumentException>(() => matrix.Multiply(Tensor.Zeros([1, 31]))).Message.ShouldContain("32 features");
        Should.Throw<ArgumentException>(() => matrix.Multiply(Tensor.Zeros([1, 32]), Tensor.Zeros([3]))).Message.ShouldContain("bias");
        Should.Throw<ArgumentException>(() => QuantizedMatrix.From(Tensor.Zeros([4, 31]), BlockFormat.Q8_0)).Message.ShouldContain("blocks of 32");
    }

    private static Tensor Random(Shape shape, ulong seed) => Tensor.Randn(shape, generator: new Generator(seed));

    private static double Usual(Tensor a, Tensor b) => Math.Sqrt(a.ToArray().Zip(b.ToArray(), (x, y) => Math.Pow((double)x - y, 2)).Average());

    private static double Worst(Tensor a, Tensor b) => a.ToArray().Zip(b.ToArray(), (x, y) => Math.Abs((double)x - y)).Max();
}
