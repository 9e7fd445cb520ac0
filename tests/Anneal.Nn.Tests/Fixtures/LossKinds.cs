using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

/// <summary>How each kind of loss in tests/fixtures/losses is built and called.</summary>
internal static class LossKinds
{
    public static readonly Dictionary<string, Func<FixtureCase, Subject>> All = new(StringComparer.Ordinal)
    {
        ["CrossEntropyLoss"] = c => Of(new CrossEntropyLoss(Input(c, "weight"), c.Double("smoothing"), c.Has("ignoreIndex") ? c.Int("ignoreIndex") : -100, ReductionOf(c))),
        ["BceWithLogitsLoss"] = c => Of(new BinaryCrossEntropyWithLogitsLoss(Input(c, "weight"), Input(c, "posWeight"), ReductionOf(c))),
    };

    public static readonly string[] NotYet =
    [
        "NllLoss", "MseLoss", "L1Loss", "HuberLoss", "SmoothL1Loss", "KlDivLoss", "FocalLoss", "BinaryFocalLoss", "CtcLoss", "CosineEmbeddingLoss",
        "TripletMarginLoss", "CosineSimilarity",
    ];

    private static Subject Of(Loss loss) => Subject.Of(inputs => loss.Forward(inputs["x"], inputs["target"]));

    private static Tensor? Input(FixtureCase c, string name) => c.Arrays.GetValueOrDefault("in." + name);

    private static Reduction ReductionOf(FixtureCase c) => c.Text("reduction") switch
    {
        "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        "none" => Reduction.None,
        _ => throw new NotSupportedException(c.Text("reduction")),
    };
}
