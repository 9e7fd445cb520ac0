using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

internal static class TransformerLayers
{
    public static readonly Dictionary<string, Func<FixtureCase, Subject>> Kinds = new(StringComparer.Ordinal)
    {
        ["ScaledDotProductAttention"] = c => Subject.Of(inputs =>
            Tensor.ScaledDotProductAttention(inputs["q"], inputs["k"], inputs["v"], c.Bool("causal"), c.Has("scale") ? c.Double("scale") : null)),
        ["RotaryPositions"] = c => Subject.Of(inputs =>
            inputs["x"].RotaryPositions(c.Int("offset"), c.Double("base"), c.Int("rotarySize"), string.Equals(c.Text("form"), "interleaved", StringComparison.Ordinal))),
        ["MultiHeadAttention"] = c =>
        {
            var module = new MultiHeadAttention(c.Int("size"), c.Int("heads"), bias: c.Bool("bias"), causal: c.Bool("causal"), batchFirst: c.Bool("batchFirst"));
            return new Subject(module, i => [module.Forward(i["query"], i.GetValueOrDefault("key"), i.GetValueOrDefault("value"), i.GetValueOrDefault("keyPaddingMask"))]);
        },
        ["TransformerEncoderLayer"] = c =>
        {
            var module = new TransformerEncoderLayer(
                c.Int("size"), c.Int("heads"), c.Int("feedForward"), c.Double("dropout"), Activation(c), c.Double("eps"), c.Bool("normFirst"), c.Bool("causal"), c.Bool("batchFirst"));
            return new Subject(module, i => [module.Forward(i["x"], i.GetValueOrDefault("keyPaddingMask"))]);
        },
        ["TransformerDecoderLayer"] = c =>
        {
            var module = new TransformerDecoderLayer(
                c.Int("size"), c.Int("heads"), c.Int("feedForward"), c.Double("dropout"), Activation(c), c.Double("eps"), c.Bool("normFirst"), c.Bool("causal"), c.Bool("batchFirst"));
            return new Subject(module, i => [module.Forward(i["x"], i["memory"], memoryPadding: i.GetValueOrDefault("memoryKeyPaddingMask"))]);
        },
    };

    private static FeedForwardActivation Activation(FixtureCase c) =>
        string.Equals(c.Text("activation"), "gelu", StringComparison.Ordinal) ? FeedForwardActivation.Gelu : FeedForwardActivation.Relu;
}
