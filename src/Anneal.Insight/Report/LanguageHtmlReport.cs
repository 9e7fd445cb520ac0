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
        return StepReportChapters.Page(language, content.Name, page => $"{page.Say(content.Task)} · {StepReportChapters.Time(content.Made)} · {page.Say(content.Model)}", page =>
        {
            StepReportChapters.Targets(page, content.Targets);
            page.Section("numbers", LanguageReportMessages.Scores, () => Scores(page, content));
            page.Section("samples", LanguageReportMessages.Samples, () => Samples(page, content));
            page.Section("pictures", ReportMessages.Plots, () => Plots(page, content));
            page.Section("data", ReportMessages.Data, () => Data(page, content.Text));
            StepReportChapters.Use(page, content.Commands);
            StepReportChapters.Made(page, content.Facts, content.Recipe);
        });
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
        if (content.Preference is { } preference) page.Element("p", LanguageReportMessages.Preferred(preference));

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
        if (content.Valid.Count > 1)
        {
            StepReportChapters.ByStep(
                page, LanguageReportMessages.LossTitle, LanguageReportMessages.Loss, LanguageReportMessages.CurveMeaning, content.BestStep,
                new LineSeries(page.Say(LanguageReportMessages.Training), content.Train), new LineSeries(page.Say(LanguageReportMessages.Validation), content.Valid));
        }

        if (content.ByPosition.Count > 1) StepReportChapters.Show(page, ByPosition(page, content.ByPosition), LanguageReportMessages.PositionMeaning);
        page.Close("div");
    }

    private static string ByPosition(HtmlPage page, IReadOnlyList<CurvePoint> points) => LinePlot.Draw(
        new PlotText(page.Say(LanguageReportMessages.PositionTitle), page.Say(LanguageReportMessages.Position), page.Say(LanguageReportMessages.Loss)),
        new PlotAxis(1, Math.Max(2, points[^1].X), Whole: true),
        PlotAxis.Around(points.Select(point => point.Y)),
        [new LineSeries("", points)]);

    private static void Data(HtmlPage page, ReportText text)
    {
        page.Element("p", $"{text.Source} · {page.Say(LanguageReportMessages.Vocabulary(text.Vocabulary))}");
        page.Open("div", "scroll").Open("table").Head((LanguageReportMessages.Part, false), (LanguageReportMessages.Tokens, true), (LanguageReportMessages.Characters, true), (text.OfTalks ? LanguageReportMessages.Talks : LanguageReportMessages.Documents, true));
        foreach (ReportTextPart part in text.Parts)
        {
            page.Open("tr").Cell(page.Say(part.Name));
            foreach (long number in new[] { part.Tokens, part.Characters, part.Documents }) page.Cell(number.ToString("N0", CultureInfo.InvariantCulture), number: true);
            page.Close("tr");
        }

        page.Close("table").Close("div");
        if (text.OfTalks) page.Element("p", LanguageReportMessages.AnswersOnly, "soft");
    }
}
