using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Attention;

[Collection("one pool")]
public sealed class AttentionDropoutTests
{
    private const double Dropped = 0.25;

    [Fact]
    public void WeightsAreDroppedOrScaledUp()
    {
        // Values that are rows of the unit matrix bring out the weights themselves. 150 keys are more than one block.
        const int Queries = 70, Keys = 150;
        Tensor q = Normal([2, 2, Queries, 8], 1), k = Normal([2, 2, Keys, 8], 2), v = Tensor.Eye(Keys).Expand([2, 2, Keys, Keys]);
        float[] whole = Tensor.ScaledDotProductAttention(q, k, v).ToArray<float>();
        float[] some = Tensor.ScaledDotProductAttention(q, k, v, false, null, null, Dropped, new Generator(7)).ToArray<float>();
        int zeros = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            if (some[i] == 0) zeros++;
            else some[i].ShouldBe(whole[i] / (float)(1 - Dropped), 1e-6f);
        }
        (zeros / (double)whole.Length).ShouldBe(Dropped, 0.01);
    }

    [Fact]
    public void GradientsAreThoseOfTheFormula()
    {
        // A recorded backward pass takes the formula with all scores in memory, the other one the tiles.
        Tensor q = Normal([2, 4, 9, 8], 1).To(DType.Float64), k = Normal([2, 2, 140, 8], 2).To(DType.Float64), v = Normal([2, 2, 140, 5], 3).To(DType.Float64);
        foreach (Tensor x in new[] { q, k, v }) x.RequiresGradient = true;
        Tensor dy = Normal([2, 4, 9, 5], 4).To(DType.Float64);
        Tensor[] Run(bool createGraph) =>
            Gradients.Of((Tensor.ScaledDotProductAttention(q, k, v, true, null, null, Dropped, new Generator(7)) * dy).Sum(), [q, k, v], createGraph: createGraph);

        Tensor[] tiles = Run(false), formula = Run(true);
        for (int i = 0; i < tiles.Length; i++)
        {
            double[] a = tiles[i].ToArray<double>(), b = formula[i].ToArray<double>();
            for (int j = 0; j < a.Length; j++) a[j].ShouldBe(b[j], 1e-10);
        }
    }

    [Fact]
    public void TheSameWeightsAreDroppedAtAnyNumberOfThreads()
    {
        int before = WorkerPool.ThreadCount;
        Tensor packed = Normal([2, 200, 3 * 16], 5);
        try
        {
            WorkerPool.ThreadCount = 1;
            float[] one = packed.PackedSelfAttention(2, 2, true, null, null, Dropped, new Generator(7)).ToArray<float>();
            WorkerPool.ThreadCount = 3;
            packed.PackedSelfAttention(2, 2, true, null, null, Dropped, new Generator(7)).ToArray<float>().ShouldBe(one);
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    private static Tensor Normal(Shape shape, ulong seed) => Tensor.Randn(shape, generator: new Generator(seed));
}
