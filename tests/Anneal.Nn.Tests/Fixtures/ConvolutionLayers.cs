using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

/// <summary>Convolutions, pooling, batch normalisation and residual blocks.</summary>
internal static class ConvolutionLayers
{
    public static readonly Dictionary<string, Func<FixtureCase, Subject>> Kinds = new(StringComparer.Ordinal)
    {
        ["Conv1d"] = c => Subject.Of(new Conv1d(
            c.Int("inChannels"), c.Int("outChannels"), c.Int("kernel"), c.Int("stride"), c.Int("padding"), c.Int("dilation"), c.Int("groups"), c.Bool("bias"))),
        ["Conv2d"] = c => Subject.Of(new Conv2d(
            c.Int("inChannels"), c.Int("outChannels"), Pair(c, "kernel"), Pair(c, "stride"), Pair(c, "padding"), Pair(c, "dilation"), c.Int("groups"), c.Bool("bias"))),
        ["ConvTranspose2d"] = c => Subject.Of(new ConvTranspose2d(
            c.Int("inChannels"), c.Int("outChannels"), Pair(c, "kernel"), Pair(c, "stride"), Pair(c, "padding"), Pair(c, "outputPadding"), Pair(c, "dilation"), c.Int("groups"), c.Bool("bias"))),
        ["MaxPool1d"] = c => Subject.Of(new MaxPool1d(c.Int("kernel"), c.Int("stride"), c.Int("padding"))),
        ["MaxPool2d"] = c => Subject.Of(new MaxPool2d(Pair(c, "kernel"), Pair(c, "stride"), Pair(c, "padding"))),
        ["AvgPool2d"] = c => Subject.Of(new AvgPool2d(Pair(c, "kernel"), Pair(c, "stride"), Pair(c, "padding"), c.Bool("countPadding"))),
        ["AdaptiveAvgPool2d"] = c => Subject.Of(new AdaptiveAvgPool2d(Pair(c, "size"))),
        ["AdaptiveMaxPool2d"] = c => Subject.Of(new AdaptiveMaxPool2d(Pair(c, "size"))),
        ["BatchNorm1d"] = c => Subject.Of(new BatchNorm1d(c.Int("channels"), c.Double("eps"), c.Double("momentum"), c.Bool("affine"))),
        ["BatchNorm2d"] = c => Subject.Of(new BatchNorm2d(c.Int("channels"), c.Double("eps"), c.Double("momentum"), c.Bool("affine"))),
        ["BasicBlock"] = c => Subject.Of(new BasicBlock(c.Int("inChannels"), c.Int("outChannels"), c.Int("stride"))),
    };

    private static Size2d Pair(FixtureCase c, string option) => (c.Ints(option)[0], c.Ints(option)[^1]);
}
