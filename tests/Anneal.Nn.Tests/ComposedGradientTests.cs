using Anneal.Tensors;

namespace Anneal.Nn.Tests;

/// <summary>Whole layers in float64: the gradients of everything that they hold, against differences.</summary>
public class ComposedGradientTests
{
    private const double Step = 1e-5, Tolerance = 1e-6;

    [Theory]
    [InlineData(false, 0.0)]
    [InlineData(true, 0.0)]
    [InlineData(false, 0.3)]
    [InlineData(true, 0.3)]
    public void An_encoder_layer_has_the_gradients_that_differences_show(bool normFirst, double dropout)
    {
        var random = new Generator(3);
        var layer = new TransformerEncoderLayer(8, heads: 2, feedForward: 12, dropout, FeedForwardActivation.Gelu, normFirst: normFirst, causal: true, generator: random);
        Tensor padding = Tensor.From([false, false, false, false, true, false, false, false, false, false], [2, 5]);
        Check(layer, random, Input(random, 2, 5, 8), x => layer.Forward(x, padding));
    }

    [Theory]
    [InlineData(false, 0.0)]
    [InlineData(true, 0.3)]
    public void A_decoder_layer_has_the_gradients_that_differences_show(bool normFirst, double dropout)
    {
        var random = new Generator(4);
        var layer = new TransformerDecoderLayer(8, heads: 2, feedForward: 12, dropout, FeedForwardActivation.Silu, normFirst: normFirst, generator: random);
        Tensor memory = Input(random, 2, 3, 8);
        Check(layer, random, Input(random, 2, 4, 8), x => layer.Forward(x, memory));
    }

    [Fact]
    public void Attention_with_grouped_keys_and_rotary_positions_has_the_gradients_that_differences_show()
    {
        var random = new Generator(5);
        var layer = new MultiHeadAttention(16, heads: 4, keyHeads: 2, causal: true, rotary: new Rotary(), dropout: 0.2, generator: random);
        Check(layer, random, Input(random, 2, 4, 16), layer.Forward);
    }

    [Fact]
    public void A_module_computes_in_the_type_that_it_was_brought_to()
    {
        var random = new Generator(6);
        var net = new Sequential(new Linear(3, 4, generator: random), new BatchNorm1d(4), new Relu(), new Linear(4, 2, generator: random));
        Tensor weight = ((Linear)net[0]).Weight, x = Input(random, 5, 3);
        float[] before = net.Forward(x.To(DType.Float32)).ToArray<float>();
        net.To(DType.Float64).ShouldBeSameAs(net);
        weight.DType.ShouldBe(DType.Float64);
        ((Linear)net[0]).Weight.ShouldBeSameAs(weight);
        net.StateDict()["1.num_batches_tracked"].DType.ShouldBe(DType.Int64);
        double[] after = net.Forward(x).ToArray<double>();
        for (int i = 0; i < after.Length; i++) after[i].ShouldBe(before[i], 1e-5);
        net.To(DType.Float32).Forward(x.To(DType.Float32)).DType.ShouldBe(DType.Float32);
        Should.Throw<NotSupportedException>(() => net.To(DType.Int64));
    }

    private static Tensor Input(Generator random, params ReadOnlySpan<int> shape) => Initialize.Uniform(Tensor.Zeros(Shape.Of(shape)), -1, 1, random).To(DType.Float64);

    /// <summary>Every parameter and the input, moved along a random direction: the loss must change as the gradient says.</summary>
    private static void Check(Module module, Generator random, Tensor input, Func<Tensor, Tensor> forward)
    {
        module.To(DType.Float64);
        Tensor target = Input(random, [.. forward(input).Shape]);
        input.RequiresGradient = true;
        ulong position = random.Position;
        Loss().Backward();
        foreach ((string name, Tensor tensor) in module.NamedParameters().Append(KeyValuePair.Create("input", input)))
        {
            tensor.Gradient.ShouldNotBeNull(name);
            using (Gradients.NoGrad())
            {
                Tensor direction = Input(new Generator(9), [.. tensor.Shape]), start = tensor.Clone();
                double expected = (tensor.Gradient * direction).Sum().Item<double>();
                tensor.CopyFrom(start + (direction * Step));
                double above = Loss().Item<double>();
                tensor.CopyFrom(start - (direction * Step));
                double below = Loss().Item<double>();
                tensor.CopyFrom(start);
                ((above - below) / (2 * Step)).ShouldBe(expected, Tolerance * Math.Max(1, Math.Abs(expected)), name);
            }
        }

        // The same numbers are drawn each time: the loss is one function of the parameters.
        Tensor Loss()
        {
            random.Position = position;
            return (forward(input) * target).Sum();
        }
    }
}
