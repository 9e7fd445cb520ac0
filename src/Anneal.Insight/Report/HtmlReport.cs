using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Report;

/// <summary>The report as one HTML file: no script, no network, no other file.</summary>
public static class HtmlReport
{
    private static readonly (string Id, Message Heading)[] Chapters =
    [
        ("data", ReportMessages.Data),
        ("compared", ReportMessages.Leaderboard),
        ("numbers", ReportMessages.Metrics),
        ("pictures", ReportMessages.Plots),
        ("weak", ReportMessages.Slices),
        ("wrong", ReportMessages.Wrong),
        ("use", ReportMessages.Use),
        ("made", ReportMessages.Settings),
        ("glossary", ReportMessages.Glossary),
    ];

    /// <summary>Writes the report.</summary>
    /// <param name="content">What it tells.</param>
    /// <param name="language">The language of its words; names and cells stay as they are.</param>
    public static string Write(ReportContent content, Language language)
    {
        HtmlPage page = new(language);
        string title = $"{content.Name} · {page.Say(ReportMessages.Report)}";
        page.Raw($"<!DOCTYPE html>\n<html lang=\"{(language == Language.Chinese ? "zh-CN" : "en")}\">\n<head><meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");

        // Even if some text should slip through, nothing in the page may run or be fetched.
        page.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">");
        page.Element("title", title).Raw($"\n<style>\n{ReportStyle.Css}\n</style></head>\n<body><main>\n");
        Header(page, content);
        VerdictSection(page, content);
        if (content.Targets.Count > 0) page.Section("targets", ReportMessages.Targets, () => MetricTables.Targets(page, content));
        page.Section("data", ReportMessages.Data, () => DataChapter.Write(page, content));
        page.Section("compared", ReportMessages.Leaderboard, () => MetricTables.Leaderboard(page, content));
        page.Section("numbers", ReportMessages.Metrics, () => MetricTables.All(page, content));
        page.Section("pictures", ReportMessages.Plots, () => PlotChapter.Write(page, content));
        page.Section("weak", ReportMessages.Slices, () => WeaknessChapter.Slices(page, content));
        page.Section("wrong", ReportMessages.Wrong, () => WeaknessChapter.WrongRows(page, content));
        page.Section("use", ReportMessages.Use, () => Commands(page, content));
        page.Section("made", ReportMessages.Settings, () => Settings(page, content));
        page.Section("glossary", ReportMessages.Glossary, () => Glossary(page, content));
        page.Element("footer", ReportMessages.FootNote).Raw("\n</main></body>\n</html>\n");
        return page.ToString();
    }

    private static void Header(HtmlPage page, ReportContent content)
    {
        page.Open("header").Element("h1", content.Name);
        page.Element("p", $"{page.Say(content.Task)} · {content.Made.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} · {page.Say(content.Models[0].Title)}", "sub");
        page.Open("nav");
        foreach ((string id, Message heading) in Chapters) page.Link(id, heading);
        page.Close("nav").Close("header");
    }

    private static void VerdictSection(HtmlPage page, ReportContent content)
    {
        Verdict verdict = Verdict.Of(content);
        string level = verdict.Level switch { VerdictLevel.Good => "good", VerdictLevel.Fair => "fair", _ => "poor" };
        page.Open("section", $"verdict {level}", "verdict").Element("h2", verdict.Headline).Open("ul");
        foreach (Message sentence in verdict.Evidence) page.Element("li", sentence);
        page.Close("ul").Open("div", "tiles");
        foreach (Metric metric in MetricTables.Tiles(content))
        {
            page.Open("div", "tile").Element("b", metric.Format(content.Test.Scores[metric.Name])).Open("span").Explained(page.Say(metric.Title), page.Say(metric.Meaning)).Close("span");
            if (content.Test.Intervals.TryGetValue(metric.Name, out Interval interval)) page.Element("span", MetricTables.Text(metric, interval));
            page.Close("div");
        }

        page.Close("div").Close("section");
    }

    private static void Commands(HtmlPage page, ReportContent content)
    {
        foreach (ReportFact command in content.Commands) page.Element("p", command.Name).Code(command.Text);
    }

    private static void Settings(HtmlPage page, ReportContent content)
    {
        page.Open("div", "scroll").Open("table");
        foreach (ReportFact fact in content.Facts) page.Open("tr").Element("td", fact.Name, "soft").Cell(fact.Text).Close("tr");
        page.Close("table").Close("div").Element("h3", ReportMessages.Recipe).Code(content.Recipe);
    }

    private static void Glossary(HtmlPage page, ReportContent content)
    {
        page.Open("dl");
        foreach (Metric metric in MetricCatalogue.For(content.Test.Kind)) page.Element("dt", metric.Title).Element("dd", metric.Meaning);
        page.Close("dl");
    }
}
