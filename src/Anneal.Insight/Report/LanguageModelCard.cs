using System.Globalization;
using System.Text;
using Anneal.Data.Messages;

namespace Anneal.Insight.Report;

/// <summary>The model card of a language model as Markdown: from what it learnt, how well it tells text, where it ends.</summary>
public static class LanguageModelCard
{
    /// <summary>Writes the card.</summary>
    /// <param name="content">What it tells.</param>
    /// <param name="language">The language of its words.</param>
    public static string Write(LanguageReportContent content, Language language)
    {
        StringBuilder card = new();
        string Say(Message message) => MarkdownText.Escape(message.In(language));
        void Heading(Message heading) => card.Append("\n## ").Append(Say(heading)).Append("\n\n");
        void Item(Message name, string text) => card.Append("- **").Append(Say(name)).Append("**").Append(ReportMessages.Colon.In(language)).Append(text).Append('\n');

        card.Append("# ").Append(MarkdownText.Escape(content.Name)).Append("\n\n");
        if (content.Scores.Count > 1) card.Append(Say(LanguageReportMessages.Verdict(content.Scores[0].BitsPerCharacter, content.Scores[1].BitsPerCharacter))).Append('\n');
        Heading(new Message("What it is", "模型概况"));
        Item(new Message("Task", "任务"), Say(content.Task));
        Item(new Message("Model", "模型"), Say(content.Model));
        Item(new Message("Made", "制作时间"), content.Made.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Heading(ReportMessages.Data);
        Item(new Message("Text", "文本"), MarkdownText.Escape(content.Text.Source));
        foreach (ReportTextPart part in content.Text.Parts)
            Item(part.Name, string.Create(CultureInfo.InvariantCulture, $"{part.Tokens:N0} {Say(LanguageReportMessages.Tokens)}, {part.Characters:N0} {Say(LanguageReportMessages.Characters)}"));

        Heading(LanguageReportMessages.Scores);
        card.Append($"| {Say(ReportMessages.Model)} | {Say(LanguageReportMessages.Loss)} | {Say(LanguageReportMessages.Perplexity)} | {Say(LanguageReportMessages.Bits)} |\n|---|---:|---:|---:|\n");
        foreach (ReportLanguageScores scores in content.Scores)
            card.Append(string.Create(CultureInfo.InvariantCulture, $"| {Say(scores.Title)} | {scores.Loss:0.000} | {scores.Perplexity:0.00} | {scores.BitsPerCharacter:0.000} |\n"));
        card.Append('\n').Append(Say(LanguageReportMessages.Measured(content.OnTest))).Append('\n');
        if (content.Preference is { } preference) card.Append('\n').Append(Say(LanguageReportMessages.Preferred(preference))).Append('\n');
        foreach (ReportTarget target in content.Targets)
            card.Append("- **").Append(MarkdownText.Escape($"{target.Metric} {target.Condition}")).Append("**").Append(ReportMessages.Colon.In(language)).Append(Say(target.Met ? ReportMessages.Met : ReportMessages.Missed)).Append('\n');

        Heading(new Message("Limits", "局限"));
        card.Append("- ").Append(Say(LanguageReportMessages.Limits)).Append('\n');
        Heading(new Message("Doing it again", "复现"));
        foreach (ReportFact fact in content.Facts) Item(fact.Name, MarkdownText.Escape(fact.Text));
        return card.ToString();
    }
}
