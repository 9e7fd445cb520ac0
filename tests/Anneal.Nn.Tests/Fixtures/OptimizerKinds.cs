namespace Anneal.Nn.Tests.Fixtures;

/// <summary>How each kind of optimizer in tests/fixtures/optimizers is built.</summary>
internal static class OptimizerKinds
{
    public static readonly Dictionary<string, Func<FixtureCase, ParameterGroup[], Optimizer>> All = new(StringComparer.Ordinal)
    {
        ["Sgd"] = (c, groups) => new Sgd(groups, c.Double("lr"), c.Double("momentum"), c.Double("dampening"), c.Double("weightDecay"), c.Bool("nesterov")),
        ["RmsProp"] = (c, groups) => new RmsProp(
            groups, c.Double("lr"), c.Double("alpha"), c.Double("eps"), c.Double("weightDecay"), c.Double("momentum"), c.Bool("centered")),
        ["Adagrad"] = (c, groups) => new Adagrad(
            groups, c.Double("lr"), c.Double("lrDecay"), c.Double("weightDecay"), c.Double("initialAccumulator"), c.Double("eps")),
        ["Adam"] = (c, groups) => new Adam(groups, c.Double("lr"), c.Double("beta1"), c.Double("beta2"), c.Double("eps"), c.Double("weightDecay")),
        ["AdamW"] = (c, groups) => new AdamW(groups, c.Double("lr"), c.Double("beta1"), c.Double("beta2"), c.Double("eps"), c.Double("weightDecay")),
        ["Lion"] = (c, groups) => new Lion(groups, c.Double("lr"), c.Double("beta1"), c.Double("beta2"), c.Double("weightDecay")),
        ["Adafactor"] = (c, groups) => new Adafactor(
            groups, c.Has("lr") ? c.Double("lr") : null, c.Double("eps1"), c.Double("eps2"), c.Double("clipThreshold"), c.Double("decayRate"),
            c.Has("beta1") ? c.Double("beta1") : null, c.Double("weightDecay"), c.Bool("scaleParameter"), c.Bool("warmupInit")),
    };

    public static readonly string[] NotYet = [];
}
