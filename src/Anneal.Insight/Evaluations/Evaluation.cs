using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Insight.Curves;
using Anneal.Insight.Metrics;
using Anneal.Insight.Plots;
using Anneal.Insight.Slices;
using Anneal.Insight.Validation;

namespace Anneal.Insight.Evaluations;

/// <summary>All that is told about a model's answers on rows whose truth is known.</summary>
/// <param name="Kind">What a row's label is.</param>
/// <param name="Scores">Every metric.</param>
/// <param name="Intervals">Where the metrics lie with 95 % confidence, by their names.</param>
/// <param name="Curves">Data of the plots.</param>
/// <param name="Slices">Groups of rows that the model is significantly worse on.</param>
/// <param name="WrongRows">The rows it is most wrong about.</param>
public sealed record Evaluation(
    LabelKind Kind,
    Scores Scores,
    IReadOnlyDictionary<string, Interval> Intervals,
    EvaluationCurves Curves,
    IReadOnlyList<Slice> Slices,
    IReadOnlyList<WrongRow> WrongRows)
{
    private const int MostClassCurves = 6;
    private const int MostPoints = 1500;
    private const int LongestCell = 300;
    private const int MostCells = 12;

    /// <summary>With two classes, the probability from which the second is told; null for the more likely one.</summary>
    public double? Threshold { get; init; }

    /// <summary>Evaluates answers.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="rows">The rows that were answered.</param>
    /// <param name="answers">The answers, in the order of the rows.</param>
    /// <param name="seed">The same seed gives the same intervals.</param>
    public static Evaluation Measure(Table table, TableSchema schema, int[] rows, Answers answers, int seed) => new(
        answers.Kind,
        Scores.Measure(answers),
        Bootstrap.Intervals(answers, MetricCatalogue.For(answers.Kind), seed),
        DrawCurves(answers),
        WorstSlices.Find(table, schema.Features.Where(column => table.IndexOf(column.Name) >= 0), rows, answers),
        [.. MostWrong.Find(answers).Select(place => Describe(table, schema, rows[place], answers, place))])
    {
        Threshold = answers.Kind == LabelKind.OneClass ? answers.Threshold : null,
    };

    private static EvaluationCurves DrawCurves(Answers answers)
    {
        if (answers.Kind == LabelKind.Number)
        {
            int step = (answers.Rows + MostPoints - 1) / MostPoints;
            return new EvaluationCurves([], [], [], [], [.. Enumerable.Range(0, answers.Rows).Where(row => row % step == 0).Select(row => new CurvePoint(answers.Truth[row], answers.Predictions[row]))]);
        }

        int first = answers.Outputs - answers.Ranked.Count;
        int classes = Math.Min(MostClassCurves, answers.Ranked.Count);
        ClassCurve[] Curves(Func<RankedScores, IReadOnlyList<CurvePoint>> curve) =>
            [.. Enumerable.Range(0, classes).Select(k => new ClassCurve(answers.Names[first + k], Rounded(curve(answers.Ranked[k]).Thin()))).Where(one => one.Points.Count > 0)];
        ThresholdPoint[] thresholds = [.. ThresholdCurve.Of(answers)];
        int every = (thresholds.Length + 199) / 200;
        return new EvaluationCurves(
            Curves(RocCurve.Of),
            Curves(PrecisionRecallCurve.Of),
            answers.Kind == LabelKind.OneClass ? ReliabilityCurve.Of(answers) : [],
            [.. thresholds.Where((_, i) => i % every == 0 || i == thresholds.Length - 1).Select(p => new ThresholdPoint(Round(p.Threshold), Round(p.Precision), Round(p.Recall), Round(p.Told)))],
            []);
    }

    private static WrongRow Describe(Table table, TableSchema schema, int row, Answers answers, int place)
    {
        List<KeyValuePair<string, string?>> cells = [];
        foreach (ColumnSchema column in schema.Features.Take(MostCells))
        {
            int index = table.IndexOf(column.Name);
            if (index >= 0) cells.Add(new(column.Name, table.Column(index)[row] is { } cell ? Markup.Shorten(cell, LongestCell) : null));
        }

        int line = table.PlaceOf(row).Line;
        return answers.Kind switch
        {
            LabelKind.OneClass => new WrongRow(line, answers.Names[answers.Classes[place]], answers.Names[answers.Told[place]], answers.Predictions[(place * answers.Outputs) + answers.Told[place]], cells),
            LabelKind.ManyClasses => new WrongRow(line, Names(answers, k => answers.Is(place, k)), Names(answers, k => answers.Tells(place, k)), null, cells),
            _ => new WrongRow(line, Number(answers.Truth[place]), Number(answers.Predictions[place]), null, cells),
        };
    }

    private static string Names(Answers answers, Func<int, bool> holds) => string.Join(", ", answers.Names.Where((_, k) => holds(k)));

    private static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private static IReadOnlyList<CurvePoint> Rounded(IReadOnlyList<CurvePoint> points) => [.. points.Select(point => new CurvePoint(Round(point.X), Round(point.Y)))];

    private static double Round(double value) => Math.Round(value, 4);
}
