namespace Anneal.Nn.Tests.Fixtures;

/// <summary>How each kind of layer in tests/fixtures/layers is built from its options. A chapter of layers has a file of its own that adds to this.</summary>
internal static class LayerKinds
{
    public static readonly IReadOnlyDictionary<string, Func<FixtureCase, Subject>> All = new[] { BasicLayers.Kinds, ConvolutionLayers.Kinds, TransformerLayers.Kinds, RecurrentLayers.Kinds }
        .SelectMany(k => k).ToDictionary(k => k.Key, k => k.Value, StringComparer.Ordinal);

    /// <summary>Kinds that have fixtures but no layer yet.</summary>
    public static readonly string[] NotYet = [];
}
