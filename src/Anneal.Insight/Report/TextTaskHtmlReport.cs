using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Insight.Plots;

namespace Anneal.Insight.Report;

/// <summary>The report of a task over texts as one HTML file: no script, no network, no other file.</summary>
public static class TextTaskHtmlReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="content">What it tells.</param>
    /// <param name="language">The language of its words; examples stay as they are.</param>
    public static string Write(TextTaskReportContent content, Language language) =>
        StepReportChapters.Page(language, content.Name, page => $"{page.Say(content.Task)} · {StepReportChapters.Time(content.Made)} · {page.Say(content.Model)}", page =>
        {
            StepReportChapters.Targets(page, content.Targets);
            page.Section("numbers", TextTaskReportMessages.Scores, () =>
            {
                Table(page, content, ReportMessages.Model, content.Scores, first: true);
                if (content.Groups.Count > 0)
                {
                    page.Element("h3", TextTaskReportMessages.ByGroup);
                    Table(page, content, ReportMessages.Type, content.Groups, first: false);
                }

                page.Element("p", TextTaskReportMessages.OnTest, "soft");
            });
            page.Section("samples", TextTaskReportMessages.Examples, () => Examples(page, content));
            if (content.Valid.Count > 1) page.Section("pictures", ReportMessages.Plots, () => Plots(page, content));
            page.Section("data", ReportMessages.Data, () => Data(page, content));
            StepReportChapters.Use(page, content.Commands);
            StepReportChapters.Made(page, content.Facts, content.Recipe);
        });

    private static void Table(HtmlPage page, TextTaskReportContent content, Message rowTitle, IReadOnlyList<ReportScoreRow> rows, bool first)
    {
        page.Open("div", "scroll").Open("table").Open("thead").Open("tr").Element("th", rowTitle);
        int[] shown = [.. Enumerable.Range(0, content.Columns.Count).Where(i => rows.Any(row => row.Values[i].HasValue))];
        foreach (int i in shown) page.Open("th", "n").Explained(page.Say(content.Columns[i].Title), page.Say(content.Columns[i].Meaning)).Close("th");
        page.Close("tr").Close("thead");
        foreach (ReportScoreRow row in rows)
        {
            page.Open("tr", first && row == rows[0] ? "own" : null).Cell(page.Say(row.Title));
            foreach (int i in shown) page.Cell(row.Values[i] is { } value ? Digits(value) : "–", number: true);
            page.Close("tr");
        }

        page.Close("table").Close("div");
    }

    private static void Examples(HtmlPage page, TextTaskReportContent content)
    {
        page.Open("div", "scroll").Open("table").Head((TextTaskReportMessages.Given, false), (TextTaskReportMessages.Right, false), (TextTaskReportMessages.Told, false));
        foreach (ReportExample example in content.Examples) page.Open("tr").Cell(example.Input).Cell(example.Wanted).Element("td", example.Told, example.Told == example.Wanted ? "met" : null).Close("tr");
        page.Close("table").Close("div").Element("p", TextTaskReportMessages.FirstOnes, "soft");
    }

    private static void Plots(HtmlPage page, TextTaskReportContent content)
    {
        Message score = content.Columns[content.Chosen].Title;
        page.Open("div", "plots");
        StepReportChapters.ByStep(page, TextTaskReportMessages.ScoreTitle(score), score, TextTaskReportMessages.ScoreMeaning, content.BestStep, new LineSeries(page.Say(TextTaskReportMessages.Validation), content.Valid));
        StepReportChapters.ByStep(page, TextTaskReportMessages.LossTitle, LanguageReportMessages.Loss, TextTaskReportMessages.LossMeaning, content.BestStep, new LineSeries(page.Say(TextTaskReportMessages.Training), content.Train));
        page.Close("div");
    }

    private static void Data(HtmlPage page, TextTaskReportContent content)
    {
        page.Element("p", $"{content.Source} · {page.Say(content.Unit)}");
        page.Open("div", "scroll").Open("table").Head((TextTaskReportMessages.Part, false), (TextTaskReportMessages.Count, true), (TextTaskReportMessages.Characters, true));
        foreach (ReportExamplePart part in content.Parts)
            page.Open("tr").Cell(page.Say(part.Name)).Cell(part.Count.ToString("N0", CultureInfo.InvariantCulture), number: true).Cell(part.Characters.ToString("N0", CultureInfo.InvariantCulture), number: true).Close("tr");
        page.Close("table").Close("div");
    }

    private static string Digits(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
