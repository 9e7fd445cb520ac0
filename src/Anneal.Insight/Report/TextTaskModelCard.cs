using System.Globalization;
using System.Text;
using Anneal.Data.Messages;

namespace Anneal.Insight.Report;

/// <summary>The model card of a task over texts as Markdown: from what it learnt, how good it is, where it ends.</summary>
public static class TextTaskModelCard
{
    /// <summary>Writes the card.</summary>
    /// <param name="content">What it tells.</param>
    /// <param name="language">The language of its words.</param>
    public static string Write(TextTaskReportContent content, Language language)
    {
        StringBuilder card = new();
        string Say(Message message) => MarkdownText.Escape(message.In(language));
        void Heading(Message heading) => card.Append("\n## ").Append(Say(heading)).Append("\n\n");
        void Item(Message name, string text) => card.Append("- **").Append(Say(name)).Append("**").Append(ReportMessages.Colon.In(language)).Append(text).Append('\n');

        card.Append("# ").Append(MarkdownText.Escape(content.Name)).Append("\n\n");
        if (content.Scores.Count > 1 && content.Scores[0].Values[content.Chosen] is { } own && content.Scores[1].Values[content.Chosen] is { } other)
            card.Append(Say(TextTaskReportMessages.Verdict(content.Columns[content.Chosen], own, content.Scores[1].Title.English, content.Scores[1].Title.Chinese, other))).Append('\n');
        Heading(new Message("What it is", "模型概况"));
        Item(new Message("Task", "任务"), Say(content.Task));
        Item(new Message("Model", "模型"), Say(content.Model));
        Item(new Message("Made", "制作时间"), content.Made.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Heading(ReportMessages.Data);
        Item(new Message("Examples", "样本"), MarkdownText.Escape(content.Source));
        foreach (ReportExamplePart part in content.Parts)
            Item(part.Name, string.Create(CultureInfo.InvariantCulture, $"{part.Count:N0} {Say(content.Unit)}, {part.Characters:N0} {Say(TextTaskReportMessages.Characters)}"));

        Heading(TextTaskReportMessages.Scores);
        card.Append($"| {Say(ReportMessages.Model)} |");
        foreach (ReportScoreColumn column in content.Columns) card.Append($" {Say(column.Title)} |");
        card.Append("\n|---|").Append(string.Concat(content.Columns.Select(_ => "---:|"))).Append('\n');
        foreach (ReportScoreRow row in content.Scores.Concat(content.Groups))
        {
            card.Append($"| {Say(row.Title)} |");
            foreach (double? value in row.Values) card.Append(value is { } number ? string.Create(CultureInfo.InvariantCulture, $" {number:0.000} |") : " – |");
            card.Append('\n');
        }

        card.Append('\n').Append(Say(TextTaskReportMessages.OnTest)).Append('\n');
        foreach (ReportTarget target in content.Targets)
            card.Append("- **").Append(MarkdownText.Escape($"{target.Metric} {target.Condition}")).Append("**").Append(ReportMessages.Colon.In(language)).Append(Say(target.Met ? ReportMessages.Met : ReportMessages.Missed)).Append('\n');

        Heading(new Message("Limits", "局限"));
        card.Append("- ").Append(Say(content.Limits)).Append('\n');
        Heading(new Message("Doing it again", "复现"));
        foreach (ReportFact fact in content.Facts) Item(fact.Name, MarkdownText.Escape(fact.Text));
        return card.ToString();
    }
}
