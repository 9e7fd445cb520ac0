using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Insight.Evaluations;
using Anneal.Insight.Slices;

namespace Anneal.Insight.Report;

/// <summary>Where the model fails: groups of rows, and single rows.</summary>
internal static class WeaknessChapter
{
    public static void Slices(HtmlPage page, ReportContent content)
    {
        LabelKind kind = content.Test.Kind;
        if (content.Test.Slices.Count == 0)
        {
            page.Element("p", ReportMessages.NoSlices);
            return;
        }

        page.Element("p", ReportMessages.SlicesMeaning).Open("div", "scroll").Open("table");
        page.Head((ReportMessages.Where, false), (ReportMessages.Rows, true), (kind == LabelKind.Number ? ReportMessages.MeanError : ReportMessages.Right, true), (ReportMessages.Range, true), (ReportMessages.Overall, true));
        foreach (Slice slice in content.Test.Slices)
        {
            page.Open("tr").Cell(page.Say(SliceText.Describe(slice))).Cell(slice.Rows.ToString("N0", CultureInfo.InvariantCulture), number: true);
            page.Cell(SliceText.Score(slice.Score, kind), number: true, "missed");
            page.Cell($"{SliceText.Score(slice.Interval.Low, kind)} – {SliceText.Score(slice.Interval.High, kind)}", number: true, "soft");
            page.Cell(SliceText.Score(slice.Overall, kind), number: true).Close("tr");
        }

        page.Close("table").Close("div");
    }

    public static void WrongRows(HtmlPage page, ReportContent content)
    {
        IReadOnlyList<WrongRow> rows = content.Test.WrongRows;
        if (rows.Count == 0)
        {
            page.Element("p", ReportMessages.NothingWrong);
            return;
        }

        bool sure = rows.Any(row => row.Confidence.HasValue);
        page.Element("p", ReportMessages.WrongMeaning).Open("div", "scroll").Open("table").Open("thead").Open("tr").Element("th", ReportMessages.Line, "n");
        page.Element("th", ReportMessages.Truth).Element("th", content.Test.Kind == LabelKind.Number ? ReportMessages.ToldNumber : ReportMessages.Told);
        if (sure) page.Element("th", ReportMessages.Sure, "n");
        page.Element("th", ReportMessages.Row).Close("tr").Close("thead");
        foreach (WrongRow row in rows)
        {
            page.Open("tr").Cell(row.Place > 0 ? row.Place.ToString(CultureInfo.InvariantCulture) : "", number: true).Cell(Named(page, row.Truth), style: "label").Cell(Named(page, row.Told), style: "label");
            if (sure) page.Cell(row.Confidence is { } confidence ? (confidence * 100).ToString("0", CultureInfo.InvariantCulture) + " %" : "", number: true);
            page.Open("td", "cells");
            bool alone = row.Cells.Count == 1;
            for (int i = 0; i < row.Cells.Count; i++)
            {
                (string name, string? cell) = row.Cells[i];
                if (i > 0) page.Text(" · ");
                if (!alone) page.Text(name + " ");
                page.Element("b", cell ?? "–");
            }

            page.Close("td").Close("tr");
        }

        page.Close("table").Close("div");
    }

    private static string Named(HtmlPage page, string label) => label.Length == 0 ? page.Say(ReportMessages.None) : label;
}
