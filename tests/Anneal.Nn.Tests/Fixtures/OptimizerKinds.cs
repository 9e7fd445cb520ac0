namespace Anneal.Nn.Tests.Fixtures;

/// <summary>How each kind of optimizer in tests/fixtures/optimizers is built.</summary>
internal static class OptimizerKinds
{
    public static readonly Dictionary<string, Func<FixtureCase, ParameterGroup[], Optimizer>> All = new(StringComparer.Ordinal)
    {
        ["Sgd"] = (c, groups) => new Sgd(groups, c.Double("lr"), c.Double("momentum"), c.Double("dampening"), c.Double("weightDecay"), c.Bool("nesterov")),
        ["AdamW"] = (c, groups) => new AdamW(groups, c.Double("lr"), c.Double("beta1"), c.Double("beta2"), c.Double("eps"), c.Double("weightDecay")),
    };

    public static readonly string[] NotYet = ["RmsProp", "Adagrad", "Adam", "Lion", "Adafactor"];
}
