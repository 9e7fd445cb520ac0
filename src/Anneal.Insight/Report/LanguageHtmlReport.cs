using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Insight.Curves;
using Anneal.Insight.Plots;

namespace Anneal.Insight.Report;

/// <summary>The report of a language model as one HTML file: no script, no network, no other file.</summary>
public static class LanguageHtmlReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="content">What it tells.</param>
    /// <param name="language">The language of its words; what the model wrote stays as it is.</param>
    public static string Write(LanguageReportContent content, Language language)
    {
        HtmlPage page = new(language);
        page.Raw($"<!DOCTYPE html>\n<html lang=\"{(language == Language.Chinese ? "zh-CN" : "en")}\">\n<head><meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");
        page.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">");
        page.Element("title", $"{content.Name} · {page.Say(ReportMessages.Report)}").Raw($"\n<style>\n{ReportStyle.Css}\n</style></head>\n<body><main>\n");
        page.Open("header").Element("h1", content.Name);
        page.Element("p", $"{page.Say(content.Task)} · {content.Made.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} · {page.Say(content.Model)}", "sub").Close("header");
        if (content.Targets.Count > 0) page.Section("targets", ReportMessages.Targets, () => Targets(page, content));
        page.Section("numbers", LanguageReportMessages.Scores, () => Scores(page, content));
        page.Section("samples", LanguageReportMessages.Samples, () => Samples(page, content));
        page.Section("pictures", ReportMessages.Plots, () => Plots(page, content));
        page.Section("data", ReportMessages.Data, () => Data(page, content.Text));
        page.Section("use", ReportMessages.Use, () =>
        {
            foreach (ReportFact command in content.Commands) page.Element("p", command.Name).Code(command.Text);
        });
        page.Section("made", ReportMessages.Settings, () =>
        {
            page.Open("div", "scroll").Open("table");
            foreach (ReportFact fact in content.Facts) page.Open("tr").Element("td", fact.Name, "soft").Cell(fact.Text).Close("tr");
            page.Close("table").Close("div").Element("h3", ReportMessages.Recipe).Code(content.Recipe);
        });
        page.Raw("\n</main></body>\n</html>\n");
        return page.ToString();
    }

    private static void Targets(HtmlPage page, LanguageReportContent content)
    {
        page.Open("div", "scroll").Open("table").Head((ReportMessages.Metric, false), (ReportMessages.Wanted, true), (ReportMessages.Measured, true), (ReportMessages.Result, false));
        foreach (ReportTarget target in content.Targets)
        {
            page.Open("tr").Cell(target.Metric).Cell(target.Condition, number: true).Cell(target.Measured, number: true);
            page.Element("td", (target.Met ? "✓ " : "✗ ") + page.Say(target.Met ? ReportMessages.Met : ReportMessages.Missed), target.Met ? "met" : "missed").Close("tr");
        }

        page.Close("table").Close("div");
    }

    private static void Scores(HtmlPage page, LanguageReportContent content)
    {
        page.Open("div", "scroll").Open("table").Open("thead").Open("tr").Element("th", ReportMessages.Model);
        Column(LanguageReportMessages.Loss, LanguageReportMessages.LossMeaning);
        Column(LanguageReportMessages.Perplexity, LanguageReportMessages.PerplexityMeaning);
        Column(LanguageReportMessages.Bits, LanguageReportMessages.BitsMeaning);
        page.Close("tr").Close("thead");
        foreach (ReportLanguageScores scores in content.Scores)
        {
            page.Open("tr", scores == content.Scores[0] ? "own" : null).Cell(page.Say(scores.Title));
            foreach (double value in new[] { scores.Loss, scores.Perplexity, scores.BitsPerCharacter }) page.Cell(value.ToString("0.000", CultureInfo.InvariantCulture), number: true);
            page.Close("tr");
        }

        page.Close("table").Close("div").Element("p", LanguageReportMessages.Measured(content.OnTest), "soft");

        void Column(Message title, Message meaning) => page.Open("th", "n").Explained(page.Say(title), page.Say(meaning)).Close("th");
    }

    private static void Samples(HtmlPage page, LanguageReportContent content)
    {
        foreach (ReportSample sample in content.Samples) page.Code(sample.Prompt + sample.Text);
        page.Element("p", LanguageReportMessages.Uncut, "soft");
    }

    private static void Plots(HtmlPage page, LanguageReportContent content)
    {
        page.Open("div", "plots");
        if (content.Valid.Count > 1) Show(page, Losses(page, content), LanguageReportMessages.CurveMeaning);
        if (content.ByPosition.Count > 1) Show(page, ByPosition(page, content.ByPosition), LanguageReportMessages.PositionMeaning);
        page.Close("div");
    }

    private static void Show(HtmlPage page, string svg, Message caption) => page.Open("figure").Raw(svg).Element("figcaption", caption).Close("figure");

    private static string Losses(HtmlPage page, LanguageReportContent content) => LinePlot.Draw(
        new PlotText(page.Say(LanguageReportMessages.LossTitle), page.Say(LanguageReportMessages.Step), page.Say(LanguageReportMessages.Loss)),
        new PlotAxis(0, content.Valid[^1].X, Whole: true),
        PlotAxis.Around(content.Train.Concat(content.Valid).Select(point => point.Y)),
        [new LineSeries(page.Say(LanguageReportMessages.Training), content.Train), new LineSeries(page.Say(LanguageReportMessages.Validation), content.Valid)],
        (content.BestStep, page.Say(LanguageReportMessages.BestStep(content.BestStep))));

    private static string ByPosition(HtmlPage page, IReadOnlyList<CurvePoint> points) => LinePlot.Draw(
        new PlotText(page.Say(LanguageReportMessages.PositionTitle), page.Say(LanguageReportMessages.Position), page.Say(LanguageReportMessages.Loss)),
        new PlotAxis(1, Math.Max(2, points[^1].X), Whole: true),
        PlotAxis.Around(points.Select(point => point.Y)),
        [new LineSeries("", points)]);

    private static void Data(HtmlPage page, ReportText text)
    {
        page.Element("p", $"{text.Source} · {page.Say(LanguageReportMessages.Vocabulary(text.Vocabulary))}");
        page.Open("div", "scroll").Open("table").Head((LanguageReportMessages.Part, false), (LanguageReportMessages.Tokens, true), (LanguageReportMessages.Characters, true), (LanguageReportMessages.Documents, true));
        foreach (ReportTextPart part in text.Parts)
        {
            page.Open("tr").Cell(page.Say(part.Name));
            foreach (long number in new[] { part.Tokens, part.Characters, part.Documents }) page.Cell(number.ToString("N0", CultureInfo.InvariantCulture), number: true);
            page.Close("tr");
        }

        page.Close("table").Close("div");
    }
}
