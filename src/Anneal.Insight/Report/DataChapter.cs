using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Insight.Plots;

namespace Anneal.Insight.Report;

/// <summary>What the model was learnt from, and what was noticed about it.</summary>
internal static class DataChapter
{
    private const int MostClasses = 20;
    private const int OpenColumns = 14;

    public static void Write(HtmlPage page, ReportContent content)
    {
        ReportData data = content.Data;
        page.Element("p", ReportMessages.Shares(data));
        page.Element("h3", ReportMessages.Findings);
        if (data.Findings.Count == 0) page.Element("p", ReportMessages.NothingNoticed, "soft");
        page.Open("ul", "find");
        foreach (ReportFinding finding in data.Findings.OrderByDescending(finding => finding.Serious))
        {
            page.Open("li", finding.Serious ? "serious" : null).Text(page.Say(finding.What));
            if (page.Say(finding.Advice) is { Length: > 0 } advice) page.Open("div", "soft").Text(advice).Close("div");
            page.Close("li");
        }

        page.Close("ul");
        if (Picture(page, content) is { } picture) page.Open("figure").Raw(picture).Close("figure");
        Columns(page, data.Columns);
    }

    private static string? Picture(HtmlPage page, ReportContent content)
    {
        ReportData data = content.Data;
        if (content.Test.Kind == LabelKind.Number)
            return HistogramPlot.Draw(new PlotText(page.Say(ReportMessages.LabelNumbers), Label(data), page.Say(ReportMessages.Rows)), data.Numbers);
        if (data.Classes.Count == 0) return null;
        return BarPlot.Draw(
            page.Say(content.Test.Kind == LabelKind.OneClass ? ReportMessages.ClassShares : ReportMessages.LabelShares),
            [
                .. data.Classes.OrderByDescending(one => one.Value).Take(MostClasses).Select(one => (
                    one.Key,
                    (double)one.Value,
                    $"{one.Value.ToString("N0", CultureInfo.InvariantCulture)} ({(100.0 * one.Value / Math.Max(1, data.Rows)).ToString("0.#", CultureInfo.InvariantCulture)}%)")),
            ]);
    }

    private static string Label(ReportData data) => data.Columns.FirstOrDefault(column => column.Role == ColumnRole.Label)?.Name ?? "";

    private static void Columns(HtmlPage page, IReadOnlyList<ColumnSchema> columns)
    {
        page.Raw(columns.Count > OpenColumns ? "<details>" : "<details open>").Element("summary", ReportMessages.Columns(columns.Count)).Open("div", "scroll").Open("table");
        page.Head((ReportMessages.Column, false), (ReportMessages.Type, false), (ReportMessages.Role, false), (ReportMessages.Missing, true), (ReportMessages.Values, false));
        foreach (ColumnSchema column in columns)
        {
            page.Open("tr").Cell(column.Name).Cell(page.Say(ColumnWords.Of(column.Type))).Cell(page.Say(ColumnWords.Of(column.Role)), style: column.Role == ColumnRole.Label ? "met" : column.Role == ColumnRole.Ignored ? "soft" : null);
            page.Cell(column.Missing == 0 ? "" : column.Missing.ToString("N0", CultureInfo.InvariantCulture), number: true).Cell(Markup.Shorten(column.Values, 120), style: "soft").Close("tr");
        }

        page.Close("table").Close("div").Close("details");
    }
}
