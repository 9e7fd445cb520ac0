namespace Anneal.Nn.Tests.Fixtures;

/// <summary>Linear, embedding, activations and the norms without batch statistics.</summary>
internal static class BasicLayers
{
    public static readonly Dictionary<string, Func<FixtureCase, Subject>> Kinds = new(StringComparer.Ordinal)
    {
        ["Linear"] = c => Subject.Of(new Linear(c.Int("inFeatures"), c.Int("outFeatures"), c.Bool("bias"))),
        ["Embedding"] = c => Subject.Of(new Embedding(c.Int("count"), c.Int("size"), c.Has("paddingIndex") ? c.Int("paddingIndex") : null)),
        ["LayerNorm"] = c => Subject.Of(new LayerNorm(c.Ints("shape"), c.Double("eps"), c.Bool("affine"))),
        ["RmsNorm"] = c => Subject.Of(new RmsNorm(c.Int("size"), c.Double("eps"))),
        ["GroupNorm"] = c => Subject.Of(new GroupNorm(c.Int("groups"), c.Int("channels"), c.Double("eps"), c.Bool("affine"))),
        ["Residual"] = _ => Subject.Of(new Residual(new Sequential(new Linear(5, 7), new Tanh(), new Linear(7, 5)))),
        ["Relu"] = _ => Subject.Of(new Relu()),
        ["LeakyRelu"] = c => Subject.Of(new LeakyRelu(c.Double("slope"))),
        ["Gelu"] = c => Subject.Of(new Gelu(c.Text("approximation") == "tanh")),
        ["Silu"] = _ => Subject.Of(new Silu()),
        ["Sigmoid"] = _ => Subject.Of(new Sigmoid()),
        ["Tanh"] = _ => Subject.Of(new Tanh()),
        ["Softplus"] = c => Subject.Of(new Softplus(c.Double("beta"))), // PyTorch is linear above its threshold, and differs by less than the tolerance
        ["Elu"] = c => Subject.Of(new Elu(c.Double("alpha"))),
        ["Softmax"] = c => Subject.Of(new Softmax(c.Int("axis"))),
        ["LogSoftmax"] = c => Subject.Of(new LogSoftmax(c.Int("axis"))),
    };
}
