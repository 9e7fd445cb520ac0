namespace Anneal.Nn.Tests.Fixtures;

internal static class BasicLayers
{
    public static readonly Dictionary<string, Func<FixtureCase, Subject>> Kinds = new(StringComparer.Ordinal)
    {
        ["Linear"] = c => Subject.Of(new Linear(c.Int("inFeatures"), c.Int("outFeatures"), c.Bool("bias"))),
        ["Relu"] = _ => Subject.Of(new Relu()),
    };
}
