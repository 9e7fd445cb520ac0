using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

/// <summary>How each kind of loss in tests/fixtures/losses is built and called.</summary>
internal static class LossKinds
{
    public static readonly Dictionary<string, Func<FixtureCase, Subject>> All = new(StringComparer.Ordinal)
    {
        ["CrossEntropyLoss"] = c => Of(new CrossEntropyLoss(Input(c, "weight"), c.Double("smoothing"), IgnoreIndex(c), ReductionOf(c))),
        ["NllLoss"] = c => Of(new NegativeLogLikelihoodLoss(Input(c, "weight"), IgnoreIndex(c), ReductionOf(c))),
        ["BceWithLogitsLoss"] = c => Of(new BinaryCrossEntropyWithLogitsLoss(Input(c, "weight"), Input(c, "posWeight"), ReductionOf(c))),
        ["MseLoss"] = c => Of(new MseLoss(ReductionOf(c))),
        ["L1Loss"] = c => Of(new MaeLoss(ReductionOf(c))),
        ["HuberLoss"] = c => Of(new HuberLoss(c.Double("delta"), ReductionOf(c))),
        ["SmoothL1Loss"] = c => Of(new SmoothL1Loss(c.Double("beta"), ReductionOf(c))),
        ["KlDivLoss"] = c => Of(new KlDivergenceLoss(c.Bool("logTarget"), ReductionOf(c), meanOverElements: c.Text("reduction") == "mean")),
        ["FocalLoss"] = c => Of(new FocalLoss(c.Double("gamma"), Input(c, "weight"), ReductionOf(c))),
        ["BinaryFocalLoss"] = c => Of(new BinaryFocalLoss(c.Double("gamma"), c.Has("alpha") ? c.Double("alpha") : null, ReductionOf(c))),
        ["CtcLoss"] = c => Subject.Of(i => new CtcLoss(c.Int("blank"), c.Bool("zeroInfinity"), ReductionOf(c)).Forward(i["x"], i["target"], i["lengths"], i["targetLengths"])),
        ["CosineEmbeddingLoss"] = c => Subject.Of(i => new CosineEmbeddingLoss(c.Double("margin"), ReductionOf(c)).Forward(i["x"], i["y"], i["target"])),
        ["CosineSimilarity"] = c => Subject.Of(i => Similarity.Cosine(i["x"], i["y"], c.Int("axis"), c.Double("eps"))),
        ["TripletMarginLoss"] = c => Subject.Of(i =>
            new TripletMarginLoss(c.Double("margin"), c.Double("p"), c.Double("eps"), c.Bool("swap"), ReductionOf(c)).Forward(i["anchor"], i["positive"], i["negative"])),
    };

    public static readonly string[] NotYet = [];

    private static Subject Of(Loss loss) => Subject.Of(inputs => loss.Forward(inputs["x"], inputs["target"]));

    private static Tensor? Input(FixtureCase c, string name) => c.Arrays.GetValueOrDefault("in." + name);

    private static int IgnoreIndex(FixtureCase c) => c.Has("ignoreIndex") ? c.Int("ignoreIndex") : -100;

    private static Reduction ReductionOf(FixtureCase c) => c.Text("reduction") switch
    {
        "mean" or "batchmean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        "none" => Reduction.None,
        _ => throw new NotSupportedException(c.Text("reduction")),
    };
}
