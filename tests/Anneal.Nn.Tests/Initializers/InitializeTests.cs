using Anneal.Tensors;

namespace Anneal.Nn.Tests.Initializers;

public class InitializeTests
{
    private static Generator Seed => new(9);

    private static (double Mean, double Deviation, double Largest) Facts(Tensor weight)
    {
        double[] x = weight.ToArray<double>();
        double mean = x.Average();
        return (mean, Math.Sqrt(x.Average(v => (v - mean) * (v - mean))), x.Max(Math.Abs));
    }

    [Fact]
    public void Linear_layers_start_as_in_PyTorch()
    {
        var layer = new Linear(100, 300, generator: Seed);
        (double mean, double deviation, double largest) = Facts(layer.Weight);
        mean.ShouldBe(0, 0.002);
        deviation.ShouldBe(0.1 / Math.Sqrt(3), 0.001);
        largest.ShouldBeInRange(0.0995, 0.1);
        Facts(layer.Bias!).Largest.ShouldBeInRange(0.09, 0.1);
    }

    [Fact]
    public void Bounds_follow_from_inputs_and_outputs()
    {
        Facts(Initialize.KaimingUniform(Tensor.Zeros([64, 3, 5, 5]), Seed)).Largest.ShouldBe(Math.Sqrt(6.0 / 75), 0.001);
        Facts(Initialize.KaimingNormal(Tensor.Zeros([640, 75]), Seed)).Deviation.ShouldBe(Math.Sqrt(2.0 / 75), 0.002);
        Facts(Initialize.XavierUniform(Tensor.Zeros([300, 100]), generator: Seed)).Largest.ShouldBe(Math.Sqrt(6.0 / 400), 0.001);
        Facts(Initialize.XavierNormal(Tensor.Zeros([300, 100]), gain: 2, Seed)).Deviation.ShouldBe(2 * Math.Sqrt(2.0 / 400), 0.002);
    }

    [Fact]
    public void A_truncated_normal_ends_at_two_deviations()
    {
        (double mean, double deviation, double largest) = Facts(Initialize.TruncatedNormal(Tensor.Zeros([200, 200]), 0, 0.02, Seed));
        mean.ShouldBe(0, 0.0005);
        deviation.ShouldBe(0.02 * 0.8796, 0.0005); // of the normal distribution cut at two deviations
        largest.ShouldBeInRange(0.0395, 0.04001);
    }

    [Theory]
    [InlineData(5, 9)]
    [InlineData(9, 5)]
    [InlineData(6, 6)]
    public void An_orthogonal_weight_is_orthogonal(int rows, int columns)
    {
        Tensor w = Initialize.Orthogonal(Tensor.Zeros([rows, columns], DType.Float64), gain: 3, Seed);
        Tensor product = rows <= columns ? w.MatMul(w.T) : w.T.MatMul(w);
        double[] actual = product.ToArray<double>(), expected = (Tensor.Eye(Math.Min(rows, columns), DType.Float64) * 9).ToArray<double>();
        for (int i = 0; i < actual.Length; i++) actual[i].ShouldBe(expected[i], 1e-12);
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_a_generator_goes_on()
    {
        var random = new Generator(3);
        float[] first = Initialize.Normal(Tensor.Zeros([50]), generator: random).ToArray(), second = Initialize.Normal(Tensor.Zeros([50]), generator: random).ToArray();
        first.ShouldNotBe(second);
        Initialize.Normal(Tensor.Zeros([50]), generator: new Generator(3)).ToArray().ShouldBe(first);
    }

    [Fact]
    public void A_parameter_can_be_drawn_again()
    {
        var layer = new Linear(8, 8, generator: Seed);
        float[] before = layer.Weight.ToArray();
        Initialize.XavierNormal(layer.Weight, generator: Seed);
        layer.Weight.ToArray().ShouldNotBe(before);
        layer.Weight.RequiresGradient.ShouldBeTrue();
    }
}
