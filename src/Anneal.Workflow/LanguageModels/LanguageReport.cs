using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Insight.Curves;
using Anneal.Insight.Report;
using Anneal.Training;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.LanguageModels;

/// <summary>Puts together what the report of a language model tells.</summary>
internal static class LanguageReport
{
    /// <summary>Writes the report's content, page and model card into a bundle's folder.</summary>
    public static void Write(BundleFolder folder, LanguageRecipe recipe, LanguageBundleContent bundle, DateTimeOffset made)
    {
        LanguageReportContent content = Make(recipe, bundle, made, folder.FinalPath);
        folder.WriteText(ReportFiles.Content, JsonSerializer.Serialize(content, BundleJson.Compact.LanguageReportContent) + "\n");
        folder.WriteText(ReportFiles.Html, LanguageHtmlReport.Write(content, bundle.Language));
        folder.WriteText(ReportFiles.Card, LanguageModelCard.Write(content, bundle.Language));
    }

    private static LanguageReportContent Make(LanguageRecipe recipe, LanguageBundleContent bundle, DateTimeOffset made, string path)
    {
        LanguageMetrics metrics = bundle.Metrics;
        TrainingOutcome training = metrics.Training;
        CurvePoint[] Curve(Func<EpochReport, double> loss) => [.. training.History.Select(look => new CurvePoint(recipe.Train.StepsAfter(look.Epoch), Math.Round(loss(look), 6)))];
        return new LanguageReportContent(
            recipe.Name,
            LanguageTaskNames.Describe(recipe.Task),
            ModelNames.Of(bundle.Architecture),
            made,
            new ReportText(recipe.Data.Source.Shown, metrics.Text.Vocabulary, [Part(new Message("to learn from", "训练"), metrics.Text.Train), Part(new Message("to choose by", "验证"), metrics.Text.Valid), Part(new Message("held back", "测试"), metrics.Text.Test)]) { OfTalks = recipe.Task == LanguageTask.Chat },
            [Scores(ModelNames.Of(bundle.Architecture), metrics.Final), .. metrics.Baselines.Select(baseline => Scores(ModelNames.Of(baseline.Name), baseline.Scores))],
            metrics.Test is not null,
            [.. metrics.Targets.Select((target, i) => new ReportTarget(target.Metric, target.Target, target.Shown, target.Met, recipe.Targets[i].Limit))],
            Curve(look => look.TrainLoss),
            Curve(look => look.ValidLoss),
            recipe.Train.StepsAfter(training.BestEpoch),
            [.. metrics.LossByPosition.Select((loss, i) => new CurvePoint(i + 1, Math.Round(loss, 5)))],
            [.. bundle.Samples.Select(sample => new ReportSample(recipe.Task == LanguageTask.Chat ? $"> {sample.Prompt}\n" : sample.Prompt, sample.Text))],
            Commands(path, recipe),
            LanguageRecipeWriter.Write(recipe, Path.GetDirectoryName(Path.GetFullPath(recipe.File))!),
            Facts(recipe, bundle))
        {
            Preference = metrics.FinalPreference is { } preference ? new ReportPreference(preference.Answers, preference.Accuracy, Math.Round(preference.Margin, 4)) : null,
        };
    }

    private static ReportTextPart Part(Message name, PartCounts counts) => new(name, counts.Tokens, counts.Characters, counts.Documents);

    private static ReportLanguageScores Scores(Message title, LanguageScores scores) => new(title, scores.Loss, scores.Perplexity, scores.BitsPerCharacter);

    private static ReportFact[] Commands(string bundle, LanguageRecipe recipe)
    {
        string folder = NextCommands.Quoted(bundle);
        return
        [
            recipe.Task == LanguageTask.Chat
                ? new(new Message("Talk with it", "与它对话"), $"anneal chat {folder}")
                : new(new Message("Let it write", "让它续写"), $"anneal generate {folder} --prompt {NextCommands.Quoted(recipe.Sample.Prompt)}"),
        ];
    }

    private static ReportFact[] Facts(LanguageRecipe recipe, LanguageBundleContent bundle) =>
    [
        .. RunFacts.Of(recipe.Train.Seed, bundle.Metrics.Parameters),
        new(new Message("Tokens learnt from in a second", "每秒训练词元数"), bundle.Metrics.TokensPerSecond.ToString("N0", CultureInfo.InvariantCulture)),
        RunFacts.Time(bundle.Duration),
    ];
}
