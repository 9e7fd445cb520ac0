using System.Text;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Insight.Report;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.Reports;

/// <summary>A bundle's report: its content, and what people read, written in the language they ask for.</summary>
public static class ReportFiles
{
    /// <summary>The report that a browser shows.</summary>
    public const string Html = "report.html";

    /// <summary>The model card.</summary>
    public const string Card = "model-card.md";

    private const string Content = "report.json";

    /// <summary>Writes a bundle's report and model card again.</summary>
    /// <param name="bundle">The bundle's folder.</param>
    /// <param name="language">The language of their words.</param>
    /// <returns>The path of the report.</returns>
    /// <exception cref="UserErrorException">The folder is no bundle, or has no report.</exception>
    public static string WriteAgain(string bundle, Language language)
    {
        if (!File.Exists(Path.Combine(bundle, BundleFiles.Config))) throw new UserErrorException(PredictMessages.NoBundle(bundle), PredictMessages.BundleWayOut);
        ReportContent content = Read(bundle);
        string html = Path.Combine(bundle, Html);
        Replace(html, HtmlReport.Write(content, language));
        Replace(Path.Combine(bundle, Card), ModelCard.Write(content, language));
        return html;
    }

    /// <summary>What a bundle's report tells.</summary>
    /// <exception cref="UserErrorException">The bundle has no report, or it is damaged.</exception>
    public static ReportContent Read(string bundle)
    {
        string file = Path.Combine(bundle, Content);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), BundleJson.Compact.ReportContent) ?? throw new JsonException();
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

    private static void Replace(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
