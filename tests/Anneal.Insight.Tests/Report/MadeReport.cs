using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Insight.Curves;
using Anneal.Insight.Evaluations;
using Anneal.Insight.Explanation;
using Anneal.Insight.Metrics;
using Anneal.Insight.Report;
using Anneal.Insight.Tests.Metrics;
using Anneal.Insight.Validation;

namespace Anneal.Insight.Tests.Report;

/// <summary>Reports of made models, with names and cells of one's choice.</summary>
internal static class MadeReport
{
    /// <summary>A name that tries to be HTML, SVG, Markdown and a shell at once.</summary>
    public const string Hostile = "</td></svg><script>alert(1)</script><img src=x onerror=\"alert(2)\">'\"`|*[x](javascript:alert(3))\n# <b>\u0000\u202E";

    public static ReportContent TwoClasses(string first = "good", string second = "bad", string column = "income", string cell = "北京", ReportTarget[]? targets = null)
    {
        Answers honest = Made.Honest(1, 600);
        Answers answers = Answers.OfClasses(honest.Classes, honest.Predictions, [first, second]);
        Answers constant = answers.WithPredictions([.. Enumerable.Range(0, 600).SelectMany(_ => new[] { 0.5f, 0.5f })]);
        Table table = MadeTable.Of((column, [.. Enumerable.Repeat<string?>(cell, 600)]), ("note", [.. Enumerable.Range(0, 600).Select(row => row % 3 == 0 ? null : cell + row)]));
        TableSchema schema = new([MadeTable.Feature(column, ColumnType.Category), MadeTable.Feature("note", ColumnType.Text), new("ended", ColumnType.Category, ColumnRole.Label, 0, 2, first)], LabelKind.OneClass, [first, second]);
        return Of(column, schema, Evaluation.Measure(table, schema, MadeTable.Rows(600), answers, 1), [KeyValuePair.Create(first, 300), KeyValuePair.Create(second, 300)], Scores.Measure(constant), ModelComparison.Advantage(answers, constant, 1), targets ?? []);
    }

    public static ReportContent ManyLabels()
    {
        Answers answers = MetricCase.Find("four_labels").Answers;
        Table table = MadeTable.Of(("text", [.. Enumerable.Range(0, answers.Rows).Select(row => $"第 {row} 条评论")]));
        TableSchema schema = new([MadeTable.Feature("text", ColumnType.Text), new("topics", ColumnType.Category, ColumnRole.Label, 0, 4, "")], LabelKind.ManyClasses, answers.Names, ";");
        return Of("topics", schema, Evaluation.Measure(table, schema, MadeTable.Rows(answers.Rows), answers, 1), [.. answers.Names.Select(name => KeyValuePair.Create(name, 20))], Scores.Measure(answers), new Interval(-0.1, 0.1), []);
    }

    public static ReportContent Numbers()
    {
        Answers answers = MetricCase.Find("numbers").Answers;
        Table table = MadeTable.Of(("area", MadeTable.Numbers(Enumerable.Range(0, answers.Rows).Select(row => (double)row))));
        TableSchema schema = new([MadeTable.Feature("area", ColumnType.Number), new("price", ColumnType.Number, ColumnRole.Label, 0, 99, "1 … 5")], LabelKind.Number, []);
        return Of("price", schema, Evaluation.Measure(table, schema, MadeTable.Rows(answers.Rows), answers, 1), [], Scores.Measure(answers), new Interval(0.2, 0.4), []);
    }

    private static ReportContent Of(string name, TableSchema schema, Evaluation evaluation, KeyValuePair<string, int>[] classes, Scores baseline, Interval? advantage, ReportTarget[] targets) => new(
        name,
        new Message("classify the rows of a table", "表格数据分类"),
        new DateTimeOffset(2026, 11, 22, 20, 0, 0, TimeSpan.Zero),
        new ReportData(name + ".csv", 6000, 4000, 1400, evaluation.Scores.Rows, schema.Columns, classes, evaluation.Kind == LabelKind.Number ? [1, 2, 3, 4] : [], [new ReportFinding(Serious: true, new Message($"{name} leaks", $"{name} 泄漏"), new Message("leave it out", "请去掉"))]),
        [new ReportModel(new Message("trees", "树"), Baseline: false, evaluation.Scores.Values, null), new ReportModel(new Message("guess", "瞎猜"), Baseline: true, baseline.Values, advantage)],
        evaluation,
        evaluation.Scores,
        targets,
        new ReportLearning([new(1, 0.7), new(2, 0.5)], [new(1, 0.8), new(2, 0.6)], 2, [new(100, 0.7), new(400, 0.8)], "accuracy", [new ColumnImportance(name, 0.2), new ColumnImportance("note", 0.1)], new Dictionary<string, FoldSummary>(StringComparer.Ordinal) { ["accuracy"] = new(0.8, 0.02, [0.79, 0.81]) }),
        [new ReportFact(new Message("Ask it", "预测"), $"anneal predict runs/x --row '{name}'")],
        $"name: {name}\ntask: tabular-classification",
        [new ReportFact(new Message("Seed", "随机种子"), "7")]);
}
