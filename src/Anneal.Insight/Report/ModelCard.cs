using System.Globalization;
using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;
using Anneal.Insight.Slices;

namespace Anneal.Insight.Report;

/// <summary>The model card (Mitchell et al., "Model Cards for Model Reporting", 2019) as Markdown: what the model is for, from what it learnt, how good it is, where it ends.</summary>
public static class ModelCard
{
    /// <summary>Writes the card.</summary>
    /// <param name="content">What it tells.</param>
    /// <param name="language">The language of its words; names stay as they are.</param>
    public static string Write(ReportContent content, Language language)
    {
        StringBuilder card = new();
        string Say(Message message) => MarkdownText.Escape(message.In(language));
        void Heading(string english, string chinese) => card.Append("\n## ").Append(Say(new Message(english, chinese))).Append("\n\n");
        Verdict verdict = Verdict.Of(content);
        string label = content.Data.Columns.FirstOrDefault(column => column.Role == ColumnRole.Label)?.Name ?? "";
        string[] features = [.. content.Data.Columns.Where(column => column.Role == ColumnRole.Feature).Select(column => column.Name)];
        string comma = language == Language.Chinese ? "、" : ", ";

        card.Append("# ").Append(MarkdownText.Escape(content.Name)).Append('\n').Append('\n').Append(Say(verdict.Headline)).Append('\n');
        Heading("What it is", "模型概况");
        Item(Say(new Message("Task", "任务")), Say(content.Task));
        Item(Say(new Message("Model", "模型")), Say(content.Models[0].Title));
        Item(Say(new Message("Made", "制作时间")), content.Made.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Item(Say(new Message("Tells", "预测的列")), MarkdownText.Escape(label));
        Item(Say(new Message("From", "依据的列")), MarkdownText.Escape(string.Join(comma, features.Take(40)) + (features.Length > 40 ? comma + "…" : "")));

        Heading("Intended use", "适用范围");
        card.Append(Say(new Message(
            "New rows of the same kind as the data below: the same source, the same columns, about the same time. For other people, places or times it was not measured.",
            "适用于与下述数据同类的新数据：来源相同、列相同、时期相近。换了人群、地区或时期，效果未经检验。"))).Append('\n');

        Heading("Data", "数据");
        card.Append(Say(ReportMessages.Shares(content.Data))).Append('\n');
        foreach (ReportFinding finding in content.Data.Findings) Item(Say(finding.Serious ? new Message("Serious", "严重") : new Message("Noticed", "提示")), Say(finding.What));

        Heading("How good it is", "效果");
        foreach (Message sentence in verdict.Evidence) card.Append("- ").Append(Say(sentence)).Append('\n');
        card.Append('\n').Append($"| {Say(ReportMessages.Metric)} | {Say(ReportMessages.OnTest)} | {Say(ReportMessages.Range)} |\n|---|---:|---:|\n");
        foreach (Metric metric in MetricCatalogue.For(content.Test.Kind))
        {
            string range = content.Test.Intervals.TryGetValue(metric.Name, out Interval interval) ? MetricTables.Text(metric, interval) : "–";
            card.Append($"| {Say(metric.Title)} | {metric.Format(content.Test.Scores[metric.Name])} | {range} |\n");
        }

        if (content.Targets.Count > 0) card.Append('\n');
        foreach (ReportTarget target in content.Targets)
            Item(MarkdownText.Escape($"{target.Metric} {target.Condition}"), Say(target.Met ? ReportMessages.Met : ReportMessages.Missed));

        Heading("Limits", "局限");
        foreach (Slice slice in content.Test.Slices)
        {
            string score = SliceText.Score(slice.Score, content.Test.Kind);
            string overall = SliceText.Score(slice.Overall, content.Test.Kind), rows = slice.Rows.ToString("N0", CultureInfo.InvariantCulture);
            Message measure = content.Test.Kind == LabelKind.Number ? ReportMessages.MeanError : ReportMessages.Right;
            Item(Say(SliceText.Describe(slice)), new Message(
                $"{measure.English} {score} ({ReportMessages.Overall.English} {overall}), {rows} {ReportMessages.RowsWord.English}",
                $"{measure.Chinese} {score}（{ReportMessages.Overall.Chinese} {overall}），{rows} {ReportMessages.RowsWord.Chinese}").In(language));
        }

        if (content.Test.Slices.Count == 0) card.Append("- ").Append(Say(ReportMessages.NoSlices)).Append('\n');
        card.Append("- ").Append(Say(new Message(
            "It repeats what the data shows, its mistakes and injustices included. Where it decides about people, let a person look at doubtful cases, and check groups that the data names.",
            "模型会重复数据中的规律，包括其中的错误和不公。若用于对人做决定，请由人工复核存疑的情况，并检查数据涉及的各类人群。"))).Append('\n');

        Heading("Doing it again", "复现");
        foreach (ReportFact fact in content.Facts) Item(Say(fact.Name), MarkdownText.Escape(fact.Text));
        return card.ToString();

        void Item(string name, string text) => card.Append("- **").Append(name).Append("**").Append(ReportMessages.Colon.In(language)).Append(text).Append('\n');
    }
}
