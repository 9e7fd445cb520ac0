using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Insight.Curves;
using Anneal.Insight.Report;
using Anneal.Training;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.TextTasks;

/// <summary>Puts together what the report of a task over texts tells.</summary>
internal static class TextTaskReport
{
    /// <summary>Writes the report's content, page and model card into a bundle's folder.</summary>
    public static void Write(BundleFolder folder, TextTaskRecipe recipe, string architecture, TextTaskBundleContent bundle, DateTimeOffset made)
    {
        TextTaskReportContent content = Make(recipe, architecture, bundle, made, folder.FinalPath);
        folder.WriteText(ReportFiles.Content, JsonSerializer.Serialize(content, BundleJson.Compact.TextTaskReportContent) + "\n");
        folder.WriteText(ReportFiles.Html, TextTaskHtmlReport.Write(content, bundle.Language));
        folder.WriteText(ReportFiles.Card, TextTaskModelCard.Write(content, bundle.Language));
    }

    private static TextTaskReportContent Make(TextTaskRecipe recipe, string architecture, TextTaskBundleContent bundle, DateTimeOffset made, string path)
    {
        TextTask task = recipe.Task;
        TextTaskMetrics metrics = bundle.Metrics;
        CurvePoint[] Curve(Func<EpochReport, double> value) => [.. metrics.Training.History.Select(look => new CurvePoint(recipe.Train.StepsAfter(look.Epoch), Math.Round(value(look), 6)))];
        ReportScoreRow Row(Message title, IReadOnlyDictionary<string, double> scores) => new(title, [.. task.Scores.Select(score => scores.TryGetValue(score.Name, out double value) ? (double?)value : null)]);
        return new TextTaskReportContent(
            recipe.Name,
            task.Title,
            ModelNames.Of(architecture),
            made,
            recipe.Data.Source.Shown,
            task.Examples,
            [Part(new Message("to learn from", "训练"), metrics.Examples.Train), Part(new Message("to choose by", "验证"), metrics.Examples.Valid), Part(new Message("held back", "测试"), metrics.Examples.Test)],
            [.. task.Scores.Select(score => new ReportScoreColumn(score.Title, score.Meaning, score.HigherIsBetter))],
            [Row(ModelNames.Of(architecture), metrics.Test.All), .. metrics.Baselines.Select(baseline => Row(ModelNames.Of(baseline.Name), baseline.Scores.All))],
            [.. metrics.Test.ByGroup.Select(group => Row(new Message(group.Key, group.Key), group.Value))],
            [.. metrics.Targets.Select((target, i) => new ReportTarget(target.Metric, target.Target, target.Shown, target.Met, recipe.Targets[i].Limit))],
            Curve(look => look.TrainLoss),
            Curve(look => task.ChosenBy.OfLoss(look.ValidLoss)),
            task.Scores.Index().First(one => one.Item.Name == task.ChosenBy.Name).Index,
            recipe.Train.StepsAfter(metrics.Training.BestEpoch),
            [.. bundle.Examples.Select(example => new ReportExample(example.Shown, example.Wanted, example.Told))],
            task.Limits,
            [new(new Message("Ask it", "向它提问"), $"anneal {NextQuestion.Command(path, bundle.Examples[0])}")],
            TextTaskRecipeWriter.Write(recipe, Path.GetDirectoryName(Path.GetFullPath(recipe.File))!),
            [.. RunFacts.Of(recipe.Train.Seed, metrics.Parameters), new(new Message("Examples learnt from in a second", "每秒训练样本数"), metrics.ExamplesPerSecond.ToString("N0", CultureInfo.InvariantCulture)), RunFacts.Time(bundle.Duration)]);
    }

    private static ReportExamplePart Part(Message name, ExampleCounts counts) => new(name, counts.Count, counts.Characters);
}
