using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Insight.Curves;
using Anneal.Insight.Evaluations;
using Anneal.Insight.Explanation;
using Anneal.Insight.Metrics;
using Anneal.Insight.Plots;
using Anneal.Insight.Validation;

namespace Anneal.Insight.Report;

/// <summary>The report's pictures, each with a line on how to read it.</summary>
internal static class PlotChapter
{
    private const int MostClasses = 40;
    private const int MostColumns = 15;

    public static void Write(HtmlPage page, ReportContent content)
    {
        EvaluationCurves curves = content.Test.Curves;
        page.Open("div", "plots");
        if (content.Test.Scores.Confusion.Count is > 0 and <= MostClasses) Show(page, Confusion(page, content.Test.Scores), ReportMessages.ConfusionMeaning);
        if (content.Learning.Importances.Count > 0) Show(page, Importances(page, content.Learning.Importances), ReportMessages.ImportanceMeaning);
        if (curves.Roc.Count > 0) Show(page, Roc(page, curves.Roc), ReportMessages.RocMeaning);
        if (curves.PrecisionRecall.Count > 0) Show(page, PrecisionRecall(page, content), ReportMessages.PrMeaning);
        if (curves.Reliability.Count > 1) Show(page, Reliability(page, content), ReportMessages.ReliabilityMeaning);
        if (curves.Thresholds.Count > 1) Show(page, Thresholds(page, content), ReportMessages.ThresholdMeaning(content.Test.Scores.Classes[1].Class));
        if (curves.Numbers.Count > 1) Numbers(page, curves.Numbers);
        if (content.Learning.Valid.Count > 1) Show(page, Losses(page, content.Learning), ReportMessages.LossMeaning);
        if (content.Learning.Curve.Count > 1) Show(page, Learning(page, content.Learning), ReportMessages.CurveMeaning);
        page.Close("div");
    }

    private static void Show(HtmlPage page, string svg, Message caption) => page.Open("figure").Raw(svg).Element("figcaption", caption).Close("figure");

    private static PlotText Words(HtmlPage page, Message title, Message x, Message y) => new(page.Say(title), page.Say(x), page.Say(y));

    private static string Confusion(HtmlPage page, Scores scores) =>
        ConfusionPlot.Draw(Words(page, ReportMessages.ConfusionTitle, ReportMessages.Told, ReportMessages.Truth), [.. scores.Classes.Select(one => one.Class)], scores.Confusion);

    private static string Importances(HtmlPage page, IReadOnlyList<ColumnImportance> importances) => BarPlot.Draw(
        page.Say(ReportMessages.ImportanceTitle),
        [.. importances.Take(MostColumns).Select(one => (one.Column, one.Loss, one.Loss.ToString(Math.Abs(one.Loss) >= 100 ? "N0" : "0.####", CultureInfo.InvariantCulture)))]);

    private static LineSeries[] Series(IReadOnlyList<ClassCurve> curves) => [.. curves.Select(curve => new LineSeries(curve.Class, curve.Points))];

    private static Message Titled(Message title, IReadOnlyList<ClassCurve> curves)
    {
        if (curves.Count != 1) return title;
        Message of = ReportMessages.Of(curves[0].Class);
        return new Message(title.English + of.English, title.Chinese + of.Chinese);
    }

    private static string Roc(HtmlPage page, IReadOnlyList<ClassCurve> curves) =>
        RocPlot.Draw(Words(page, Titled(ReportMessages.RocTitle, curves), ReportMessages.FalseAlarms, ReportMessages.Found), Series(curves));

    private static string PrecisionRecall(HtmlPage page, ReportContent content)
    {
        IReadOnlyList<ClassCurve> curves = content.Test.Curves.PrecisionRecall;
        double? guess = curves.Count == 1 ? content.Test.Scores.Classes[^1].Support / (double)content.Test.Scores.Rows : null;
        return PrecisionRecallPlot.Draw(Words(page, Titled(ReportMessages.PrTitle, curves), ReportMessages.Recall, ReportMessages.Precision), Series(curves), guess);
    }

    private static string Reliability(HtmlPage page, ReportContent content) => ReliabilityPlot.Draw(
        Words(page, ReportMessages.ReliabilityTitle, ReportMessages.ProbabilityTold, ReportMessages.CameTrue),
        content.Test.Curves.Reliability,
        page.Say(ReportMessages.RowsWord));

    private static string Thresholds(HtmlPage page, ReportContent content) => ThresholdPlot.Draw(
        new PlotText(page.Say(ReportMessages.ThresholdTitle), page.Say(ReportMessages.Threshold), ""),
        page.Say(ReportMessages.Precision),
        page.Say(ReportMessages.Recall),
        page.Say(ReportMessages.ShareTold),
        content.Test.Curves.Thresholds,
        (content.Test.Threshold ?? 0.5, page.Say(ReportMessages.InUse(content.Test.Threshold ?? 0.5))));

    private static void Numbers(HtmlPage page, IReadOnlyList<CurvePoint> points)
    {
        Show(page, ScatterPlot.PredictedAgainstTrue(Words(page, ReportMessages.ScatterTitle, ReportMessages.TrueNumber, ReportMessages.ToldAxis), points), ReportMessages.ScatterMeaning);
        CurvePoint[] errors = [.. points.Select(point => new CurvePoint(point.Y, point.Y - point.X))];
        Show(page, ScatterPlot.Residuals(Words(page, ReportMessages.ResidualTitle, ReportMessages.ToldAxis, ReportMessages.Error), errors), ReportMessages.ResidualMeaning);
        page.Open("figure").Raw(HistogramPlot.Draw(Words(page, ReportMessages.ErrorsTitle, ReportMessages.Error, ReportMessages.Rows), [.. errors.Select(error => error.Y)], zero: true)).Close("figure");
    }

    private static string Losses(HtmlPage page, ReportLearning learning) => LinePlot.Draw(
        Words(page, ReportMessages.LossTitle, ReportMessages.Epoch, ReportMessages.Loss),
        new PlotAxis(1, Math.Max(2, learning.Valid[^1].X), Whole: true),
        PlotAxis.Around(learning.Train.Concat(learning.Valid).Select(point => point.Y)),
        [new LineSeries(page.Say(ReportMessages.Training), learning.Train), new LineSeries(page.Say(ReportMessages.Validation), learning.Valid)],
        (learning.BestEpoch, page.Say(ReportMessages.BestEpoch(learning.BestEpoch))));

    private static string Learning(HtmlPage page, ReportLearning learning)
    {
        Metric? metric = learning.CurveMetric is null ? null : MetricCatalogue.Find(learning.CurveMetric);
        CurvePoint[] points = [.. learning.Curve.Select(point => new CurvePoint(point.Rows, point.Score))];
        return LinePlot.Draw(
            new PlotText(page.Say(ReportMessages.CurveTitle), page.Say(ReportMessages.TrainingRows), metric is null ? "" : page.Say(metric.Title)),
            PlotAxis.Around(points.Select(point => point.X), fromZero: true, whole: true),
            PlotAxis.Around(points.Select(point => point.Y), percent: metric?.Unit == MetricUnit.Share),
            [new LineSeries("", points, Marked: true)]);
    }
}
