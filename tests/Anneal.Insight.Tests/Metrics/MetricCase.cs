using System.Text.Json;
using System.Text.Json.Serialization;
using Anneal.Insight.Metrics;
using Anneal.Tests;

namespace Anneal.Insight.Tests.Metrics;

/// <summary>Answers and what scikit-learn measures on them (tests/fixtures/metrics.py).</summary>
internal sealed record MetricCase(
    string Name,
    string Kind,
    int Classes,
    double[] Labels,
    float[] Predictions,
    Dictionary<string, double> Expected,
    Dictionary<string, double[][]>? Curves,
    double[][]? Each,
    int[][]? Confusion)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static IReadOnlyList<MetricCase> All { get; } =
        JsonSerializer.Deserialize<MetricCase[]>(File.ReadAllBytes(TestData.Fixture("metrics", "cases.json")), Options)!;

    public Answers Answers
    {
        get
        {
            string[] names = [.. Enumerable.Range(0, Classes).Select(k => $"c{k}")];
            return Kind switch
            {
                "one-class" => Answers.OfClasses(Array.ConvertAll(Labels, label => (int)label), Predictions, names),
                "many-classes" => Answers.OfManyClasses(Array.ConvertAll(Labels, label => (float)label), Predictions, names),
                _ => Answers.OfNumbers(Array.ConvertAll(Labels, label => (float)label), Predictions),
            };
        }
    }

    public static MetricCase Find(string name) => All.Single(one => one.Name == name);
}
