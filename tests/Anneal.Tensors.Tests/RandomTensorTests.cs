using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests;

[Collection("one pool")]
public class RandomTensorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_at_any_number_of_threads()
    {
        int before = WorkerPool.ThreadCount;
        try
        {
            float[]? expected = null;
            foreach (int threads in new[] { 1, 2, 3 })
            {
                WorkerPool.ThreadCount = threads;
                var generator = new Generator(7);
                float[] drawn = [.. Tensor.Rand([70_001], generator: generator).ToArray(), .. Tensor.Randn([70_001], generator: generator).ToArray(), .. Tensor.Bernoulli([70_001], 0.3, generator).ToArray()];
                Kernels.Numbers.ShouldHaveSameBits<float>(drawn, expected ??= drawn);
            }
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        var generator = new Generator(1);
        Tensor uniform = Tensor.Rand([200_000], -1, 3, generator), normal = Tensor.Randn([200_000], 5, 2, generator), coin = Tensor.Bernoulli([200_000], 0.3, generator);
        uniform.Mean().Item().ShouldBe(1, 0.02);
        uniform.Min().Item().ShouldBeGreaterThanOrEqualTo(-1);
        uniform.Max().Item().ShouldBeLessThan(3);
        normal.Mean().Item().ShouldBe(5, 0.03);
        normal.Std().Item().ShouldBe(2, 0.03);
        coin.Mean().Item().ShouldBe(0.3f, 0.01f);
    }

    [Fact]
    public void Whole_numbers_reach_both_ends_and_no_further()
    {
        Tensor drawn = Tensor.RandInt(-2, 3, [10_000], new Generator(2));
        drawn.Min().Item<long>().ShouldBe(-2);
        drawn.Max().Item<long>().ShouldBe(2);
        drawn.To(DType.Float64).Mean().Item<double>().ShouldBe(0, 0.06);
    }

    [Fact]
    public void A_permutation_has_every_number_once()
    {
        var generator = new Generator(3);
        long[] first = Tensor.Permutation(1000, generator).ToArray<long>();
        first.Order().ShouldBe(Enumerable.Range(0, 1000).Select(i => (long)i));
        Tensor.Permutation(1000, generator).ToArray<long>().ShouldNotBe(first);
    }

    [Fact]
    public void Both_floating_types_and_the_narrow_ones_can_be_drawn()
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Float16, DType.BFloat16 })
            Tensor.Randn([100], generator: new Generator(4), dtype: dtype).DType.ShouldBe(dtype);
        Should.Throw<NotSupportedException>(() => Tensor.Rand([3], dtype: DType.Int64)).Message.ShouldContain("RandInt");
    }
}
