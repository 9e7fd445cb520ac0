using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;
using Anneal.Insight.Validation;

namespace Anneal.Insight.Report;

/// <summary>The report's tables of numbers.</summary>
internal static class MetricTables
{
    private const int MostClasses = 60;

    /// <summary>The numbers at the top.</summary>
    public static IEnumerable<Metric> Tiles(ReportContent content)
    {
        string[] names = content.Test.Kind switch
        {
            LabelKind.OneClass => ["accuracy", "auc", "f1", "calibration-error"],
            LabelKind.ManyClasses => ["micro-f1", "f1", "auc", "subset-accuracy"],
            _ => ["rmse", "mae", "median-error", "r2"],
        };
        return names.Select(name => MetricCatalogue.Find(name)!).Where(metric => content.Test.Scores[metric.Name].HasValue);
    }

    public static string Text(Metric metric, Interval interval) => $"{metric.Format(interval.Low)} – {metric.Format(interval.High)}";

    public static void Targets(HtmlPage page, ReportContent content)
    {
        page.Open("div", "scroll").Open("table").Head((ReportMessages.Metric, false), (ReportMessages.Wanted, true), (ReportMessages.Measured, true), (ReportMessages.Range, true), (ReportMessages.Result, false));
        foreach (ReportTarget target in content.Targets)
        {
            Metric? metric = MetricCatalogue.Find(target.Metric);
            page.Open("tr").Cell(metric is null ? target.Metric : page.Say(metric.Title)).Cell(target.Condition, number: true);
            page.Cell(target.Measured, number: true);
            page.Cell(content.Test.Intervals.TryGetValue(target.Metric, out Interval interval) ? $"{Digits(interval.Low)} – {Digits(interval.High)}" : "–", number: true, "soft");
            page.Element("td", (target.Met ? "✓ " : "✗ ") + page.Say(target.Met ? ReportMessages.Met : ReportMessages.Missed), target.Met ? "met" : "missed").Close("tr");
        }

        page.Close("table").Close("div");
    }

    public static void Leaderboard(HtmlPage page, ReportContent content)
    {
        IReadOnlyList<Metric> metrics = MetricCatalogue.Headlines(content.Test.Kind);
        Metric compared = ModelComparison.Metric(content.Test.Kind, content.Data.Classes.Count);
        page.Open("div", "scroll").Open("table").Open("thead").Open("tr").Element("th", ReportMessages.Model);
        foreach (Metric metric in metrics) page.Open("th", "n").Explained(page.Say(metric.Title), page.Say(metric.Meaning)).Close("th");
        page.Element("th", $"{page.Say(ReportMessages.Advantage)} · {page.Say(compared.Title)}", "n").Close("tr").Close("thead");
        foreach (ReportModel model in content.Models)
        {
            page.Open("tr", model == content.Models[0] ? "own" : null).Cell(page.Say(model.Title));
            foreach (Metric metric in metrics) page.Cell(metric.Format(model.Values.GetValueOrDefault(metric.Name)), number: true);
            string? style = model.Advantage switch { null => "soft", { Low: > 0 } => "met", { High: < 0 } => "missed", _ => "soft" };
            page.Cell(model.Advantage is { } lead ? $"{Signed(compared, lead.Low)} … {Signed(compared, lead.High)}" : page.Say(ReportMessages.ThisModel), number: true, style).Close("tr");
        }

        page.Close("table").Close("div");
        if (content.Tried.Count > 1) Tried(page, content.Tried);
    }

    private static void Tried(HtmlPage page, IReadOnlyList<ReportLearner> learners)
    {
        page.Element("h3", ReportMessages.Tried).Open("div", "scroll").Open("table").Head((ReportMessages.Model, false), (ReportMessages.ValidLoss, true), (ReportMessages.Seconds, true));
        foreach (ReportLearner learner in learners)
            page.Open("tr").Cell(page.Say(learner.Title)).Cell(learner.ValidLoss.ToString("0.000", CultureInfo.InvariantCulture), number: true).Cell(learner.Seconds.ToString("0.0", CultureInfo.InvariantCulture), number: true, "soft").Close("tr");
        page.Close("table").Close("div");
    }

    public static void All(HtmlPage page, ReportContent content)
    {
        page.Open("div", "scroll").Open("table").Head((ReportMessages.Metric, false), (ReportMessages.OnTest, true), (ReportMessages.Range, true), (ReportMessages.OnValid, true));
        foreach (Metric metric in MetricCatalogue.For(content.Test.Kind))
        {
            page.Open("tr").Open("td").Explained(page.Say(metric.Title), page.Say(metric.Meaning)).Close("td");
            page.Cell(metric.Format(content.Test.Scores[metric.Name]), number: true);
            page.Cell(content.Test.Intervals.TryGetValue(metric.Name, out Interval interval) ? Text(metric, interval) : "–", number: true, "soft");
            page.Cell(metric.Format(content.Valid[metric.Name]), number: true).Close("tr");
        }

        page.Close("table").Close("div");
        if (content.Learning.Folds.Count > 0) Folds(page, content.Learning.Folds);
        if (content.Test.Scores.Classes.Count > 0) Classes(page, content.Test.Scores.Classes);
    }

    private static void Folds(HtmlPage page, IReadOnlyDictionary<string, FoldSummary> folds)
    {
        page.Element("h3", ReportMessages.FoldsTitle).Open("div", "scroll").Open("table").Head((ReportMessages.Metric, false), (ReportMessages.Mean, true), (ReportMessages.Spread, true));
        foreach ((string name, FoldSummary fold) in folds)
        {
            if (MetricCatalogue.Find(name) is not { } metric) continue;
            page.Open("tr").Cell(page.Say(metric.Title)).Cell(metric.Format(fold.Mean), number: true).Cell(metric.Format(fold.Spread), number: true, "soft").Close("tr");
        }

        page.Close("table").Close("div");
    }

    private static void Classes(HtmlPage page, IReadOnlyList<ClassScores> classes)
    {
        page.Element("h3", ReportMessages.Class).Open("div", "scroll").Open("table");
        page.Head((ReportMessages.Class, false), (ReportMessages.Precision, true), (ReportMessages.Recall, true), (ReportMessages.F1, true), (ReportMessages.Rows, true));
        foreach (ClassScores one in classes.Take(MostClasses))
        {
            page.Open("tr").Cell(one.Class).Cell(Percent(one.Precision), number: true).Cell(Percent(one.Recall), number: true).Cell(Percent(one.F1), number: true);
            page.Cell(one.Support.ToString("N0", CultureInfo.InvariantCulture), number: true).Close("tr");
        }

        page.Close("table").Close("div");
    }

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Digits(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Signed(Metric metric, double value) => (value >= 0 ? "+" : "−") + metric.Format(Math.Abs(value));
}
