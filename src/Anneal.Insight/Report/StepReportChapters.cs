using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Insight.Curves;
using Anneal.Insight.Plots;

namespace Anneal.Insight.Report;

/// <summary>What the reports of networks that learn in steps have in common: the page's frame, targets, the losses by step, how to use the model, how it was made.</summary>
internal static class StepReportChapters
{
    /// <summary>A page around some chapters.</summary>
    /// <param name="language">The language of its words.</param>
    /// <param name="name">The recipe's name.</param>
    /// <param name="sub">What stands below it.</param>
    /// <param name="write">Writes the chapters.</param>
    public static string Page(Language language, string name, Func<HtmlPage, string> sub, Action<HtmlPage> write)
    {
        HtmlPage page = new(language);
        page.Raw($"<!DOCTYPE html>\n<html lang=\"{(language == Language.Chinese ? "zh-CN" : "en")}\">\n<head><meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");
        page.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">");
        page.Element("title", $"{name} · {page.Say(ReportMessages.Report)}").Raw($"\n<style>\n{ReportStyle.Css}\n</style></head>\n<body><main>\n");
        page.Open("header").Element("h1", name).Element("p", sub(page), "sub").Close("header");
        write(page);
        page.Raw("\n</main></body>\n</html>\n");
        return page.ToString();
    }

    public static void Targets(HtmlPage page, IReadOnlyList<ReportTarget> targets)
    {
        if (targets.Count == 0) return;
        page.Section("targets", ReportMessages.Targets, () =>
        {
            page.Open("div", "scroll").Open("table").Head((ReportMessages.Metric, false), (ReportMessages.Wanted, true), (ReportMessages.Measured, true), (ReportMessages.Result, false));
            foreach (ReportTarget target in targets)
            {
                page.Open("tr").Cell(target.Metric).Cell(target.Condition, number: true).Cell(target.Measured, number: true);
                page.Element("td", (target.Met ? "✓ " : "✗ ") + page.Say(target.Met ? ReportMessages.Met : ReportMessages.Missed), target.Met ? "met" : "missed").Close("tr");
            }

            page.Close("table").Close("div");
        });
    }

    public static void Use(HtmlPage page, IReadOnlyList<ReportFact> commands) => page.Section("use", ReportMessages.Use, () =>
    {
        foreach (ReportFact command in commands) page.Element("p", command.Name).Code(command.Text);
    });

    public static void Made(HtmlPage page, IReadOnlyList<ReportFact> facts, string recipe) => page.Section("made", ReportMessages.Settings, () =>
    {
        page.Open("div", "scroll").Open("table");
        foreach (ReportFact fact in facts) page.Open("tr").Element("td", fact.Name, "soft").Cell(fact.Text).Close("tr");
        page.Close("table").Close("div").Element("h3", ReportMessages.Recipe).Code(recipe);
    });

    /// <summary>Curves by step, with a mark at the step whose weights are kept.</summary>
    public static void ByStep(HtmlPage page, Message title, Message measured, Message meaning, int bestStep, params IReadOnlyList<LineSeries> series)
    {
        string svg = LinePlot.Draw(
            new PlotText(page.Say(title), page.Say(LanguageReportMessages.Step), page.Say(measured)),
            new PlotAxis(0, series.Max(line => line.Points.Count == 0 ? 1 : line.Points[^1].X), Whole: true),
            PlotAxis.Around(series.SelectMany(line => line.Points).Select(point => point.Y)),
            series,
            (bestStep, page.Say(LanguageReportMessages.BestStep(bestStep))));
        Show(page, svg, meaning);
    }

    public static void Show(HtmlPage page, string svg, Message caption) => page.Open("figure").Raw(svg).Element("figcaption", caption).Close("figure");

    /// <summary>When, for the line below a report's name.</summary>
    public static string Time(DateTimeOffset made) => made.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
