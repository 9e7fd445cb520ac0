using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Insight.Report;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Messages;
using Anneal.Workflow.TextTasks;

namespace Anneal.Workflow.Reports;

/// <summary>A bundle's report: its content, and what people read, written in the language they ask for.</summary>
public static class ReportFiles
{
    /// <summary>The report that a browser shows.</summary>
    public const string Html = "report.html";

    /// <summary>The model card.</summary>
    public const string Card = "model-card.md";

    internal const string Content = "report.json";

    /// <summary>Writes a bundle's report and model card again.</summary>
    /// <param name="bundle">The bundle's folder.</param>
    /// <param name="language">The language of their words.</param>
    /// <returns>The paths of the report and the model card.</returns>
    /// <exception cref="UserErrorException">The folder is no bundle, or has no report.</exception>
    public static (string Report, string Card) WriteAgain(string bundle, Language language)
    {
        if (TextTaskBundle.TaskOf(bundle) is not null)
        {
            TextTaskReportContent told = Read(bundle, BundleJson.Compact.TextTaskReportContent);
            return Replace(bundle, TextTaskHtmlReport.Write(told, language), TextTaskModelCard.Write(told, language));
        }

        if (File.Exists(Path.Combine(bundle, BundleFiles.LanguageConfig)))
        {
            LanguageReportContent words = Read(bundle, BundleJson.Compact.LanguageReportContent);
            return Replace(bundle, LanguageHtmlReport.Write(words, language), LanguageModelCard.Write(words, language));
        }

        if (!File.Exists(Path.Combine(bundle, BundleFiles.Config))) throw new UserErrorException(PredictMessages.NoBundle(bundle), PredictMessages.BundleWayOut);
        ReportContent content = Read(bundle);
        return Replace(bundle, HtmlReport.Write(content, language), ModelCard.Write(content, language));
    }

    /// <summary>What a bundle's report tells.</summary>
    /// <exception cref="UserErrorException">The bundle has no report, or it is damaged.</exception>
    public static ReportContent Read(string bundle) => Read(bundle, BundleJson.Compact.ReportContent);

    private static T Read<T>(string bundle, JsonTypeInfo<T> type)
    {
        string file = Path.Combine(bundle, Content);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), type) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or IOException or NotSupportedException or ArgumentException)
        {
            throw new UserErrorException(PredictMessages.BundleBroken(Content), PredictMessages.BundleBrokenWayOut, new Place(file), e);
        }
    }

    internal static void Write(BundleFolder folder, ReportContent content, Language language)
    {
        folder.WriteText(Content, JsonSerializer.Serialize(content, BundleJson.Compact.ReportContent) + "\n");
        folder.WriteText(Html, HtmlReport.Write(content, language));
        folder.WriteText(Card, ModelCard.Write(content, language));
    }

    private static (string Report, string Card) Replace(string bundle, string html, string card)
    {
        (string page, string cardFile) = (Path.Combine(bundle, Html), Path.Combine(bundle, Card));
        Replace(page, html);
        Replace(cardFile, card);
        return (page, cardFile);
    }

    private static void Replace(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
