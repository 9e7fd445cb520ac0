using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>All the numbers of one model on one set of rows.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Values">Each metric's number by its name, in the order of the catalogue; null where the rows do not have one.</param>
/// <param name="Classes">Each class by itself; empty for numbers.</param>
/// <param name="Confusion">Counts, [true class][told class]; empty unless a row is of exactly one class.</param>
public sealed record Scores(
    int Rows,
    IReadOnlyDictionary<string, double?> Values,
    IReadOnlyList<ClassScores> Classes,
    IReadOnlyList<IReadOnlyList<int>> Confusion)
{
    /// <summary>A metric's number, or null when it has none here.</summary>
    /// <param name="metric">Its name, such as <c>accuracy</c>.</param>
    public double? this[string metric] => Values.GetValueOrDefault(metric);

    /// <summary>Measures a model's answers.</summary>
    public static Scores Measure(Answers answers)
    {
        Draw all = new(answers);
        Dictionary<string, double?> values = MetricCatalogue.For(answers.Kind).ToDictionary(metric => metric.Name, metric => metric.Measure(all), StringComparer.Ordinal);
        return new Scores(
            answers.Rows,
            values,
            [.. answers.Names.Select((name, k) => new ClassScores(name, all.Tally.Precision(k), all.Tally.Recall(k), all.Tally.F1(k), (int)all.Tally.Support(k)))],
            answers.Kind == LabelKind.OneClass ? Confuse(answers) : []);
    }

    private static int[][] Confuse(Answers answers)
    {
        int[][] counts = [.. answers.Names.Select(_ => new int[answers.Outputs])];
        for (int row = 0; row < answers.Rows; row++) counts[answers.Classes[row]][answers.Told[row]]++;
        return counts;
    }
}
