using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn.Tests;

/// <summary>Several layers of one input in one go say, to the bit, what they say one by one.</summary>
public sealed class LayersTogetherTests
{
    [Theory]
    [InlineData(BlockFormat.Q8_0)]
    [InlineData(BlockFormat.Q4_0)]
    [InlineData(BlockFormat.F16)]
    public void ProductsAreThoseOfEachAlone(BlockFormat format)
    {
        using var noGradients = Gradients.NoGrad();
        foreach (int rows in new[] { 1, 3, 9, 300 })
        {
            Linear[] layers = [Layer(96, 200, true), Layer(96, 33, false), Layer(96, 8, true)];
            foreach (Linear layer in layers) layer.Quantize(QuantizedMatrix.From(layer.Weight, format));
            Tensor x = Tensor.Randn([rows, 96], generator: new Generator(7));
            Tensor[] together = Linear.ForwardTogether(x, layers);
            for (int i = 0; i < layers.Length; i++) together[i].ToArray().ShouldBe(layers[i].Forward(x).ToArray());
        }
    }

    [Theory]
    [InlineData(BlockFormat.Q8_0)]
    [InlineData(BlockFormat.Q4_0)]
    [InlineData(BlockFormat.F16)]
    public void AGateIsThatOfTwoProducts(BlockFormat format)
    {
        using var noGradients = Gradients.NoGrad();
        foreach (int rows in new[] { 1, 5, 260 })
        {
            Linear gate = Layer(128, 203, false), up = Layer(128, 203, false);
            gate.Quantize(QuantizedMatrix.From(gate.Weight, format));
            up.Quantize(QuantizedMatrix.From(up.Weight, format));
            Tensor x = Tensor.Randn([rows, 128], generator: new Generator(8));
            Linear.ForwardGated(x, gate, up, Activation.Silu).ToArray().ShouldBe((gate.Forward(x, Activation.Silu) * up.Forward(x)).ToArray());
        }
    }

    [Fact]
    public void LayersThatDoNotGoTogetherAreAskedOneByOne()
    {
        using var noGradients = Gradients.NoGrad();
        Linear[] layers = [Layer(64, 24, true), Layer(64, 40, true)];
        layers[0].Quantize(QuantizedMatrix.From(layers[0].Weight, BlockFormat.Q8_0));
        Tensor x = Tensor.Randn([2, 64], generator: new Generator(9));
        Tensor[] together = Linear.ForwardTogether(x, layers);
        for (int i = 0; i < layers.Length; i++) together[i].ToArray().ShouldBe(layers[i].Forward(x).ToArray());
    }

    private static Linear Layer(int inputs, int outputs, bool bias) => new(inputs, outputs, bias, new Generator((ulong)outputs));
}
