using System.Globalization;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;
using Anneal.Insight.Validation;
using Anneal.Training;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Targets;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows a run to a person while it goes.</summary>
internal sealed class RunView(Screen screen)
{
    private readonly ProgressLine progress = new(screen);
    private Recipe? recipe;

    public void Show(RunEvent happened)
    {
        switch (happened)
        {
            case RecipeRead read:
                recipe = read.Recipe;
                screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(CliMessages.Title(recipe))}[/]");
                break;
            case TableRead read:
                Heading(CliMessages.DataHeading);
                TableView.Print(screen, recipe!.Data.Source.Shown, read.Rows, read.Schema);
                break;
            case Noticed notice:
                screen.Out.MarkupLineInterpolated($"[yellow]{screen.Say(CliMessages.NoticeMark)}{screen.Say(notice.Message)}[/]");
                break;
            case DataChecked { Quality.Findings.Count: > 0 } done:
                Heading(CheckMessages.FindingsHeading);
                FindingsView.Print(screen, done.Quality.Findings, inFull: false);
                break;
            case DataSplitUp parts:
                Heading(CliMessages.SplitHeading);
                screen.Line($"  {screen.Say(CliMessages.Split(parts, recipe!.Data.Split))}");
                Heading(CliMessages.TrainingHeading);
                break;
            case Learning learning:
                ShowLearning(learning.Event);
                break;
            case LearningAgain again:
                progress.Show(CliMessages.LearningAgain(again), again.Number - 1, again.Total, always: true);
                break;
            case RunFinished finished:
                progress.Clear();
                ShowResult(finished.Result);
                break;
        }
    }

    /// <summary>Ends the view, also in the middle of a run.</summary>
    public void Close() => progress.Clear();

    private void ShowLearning(LearningEvent happened)
    {
        switch (happened)
        {
            case EpochFinished epoch:
                progress.Show(CliMessages.Epoch(epoch.Report), epoch.Report.Epoch, epoch.Report.Epochs, always: true);
                break;
            case LearningProgressed progressed:
                progress.Show(CliMessages.Progress(progressed), progressed.Done, progressed.Total, always: false);
                break;
            case TrainingFinished finished:
                progress.Clear();
                screen.Line($"  {screen.Say(CliMessages.Trained(finished.Learner, finished.Outcome))}");
                break;
            case LearningFinished finished:
                progress.Clear();
                screen.Line($"  {screen.Say(CliMessages.Learnt(finished))}");
                break;
        }
    }

    private void ShowResult(RunResult result)
    {
        RunMetrics metrics = result.Metrics;
        Heading(CliMessages.ResultHeading(metrics.Test.Rows));
        ShowLeaderboard(result.Schema.LabelKind, [new ModelScores(result.Architecture, metrics.Test), .. metrics.Baselines]);
        if (CliMessages.Decided(metrics.Decision) is { } decided) screen.Line($"  {screen.Say(decided)}");
        ShowConfusion(metrics.Test, result.Schema.Label.Name);
        ShowFolds(result.Schema.LabelKind, metrics.Folds);
        if (metrics.Targets.Count > 0) ShowTargets(metrics.Targets);

        Heading(CliMessages.BundleHeading);
        screen.Line($"  {result.Bundle}");
        screen.Line($"  {screen.Say(CliMessages.Took(result.Duration))}");
        screen.Line($"  {screen.Say(CliMessages.Cost(metrics.Costs))}");
        screen.Line($"  {screen.Say(CliMessages.ReportAt(Path.Combine(result.Bundle, ReportFiles.Html)))}");
        Heading(CliMessages.NextHeading);
        screen.Line($"  {screen.Surroundings.CommandLine} predict {result.Bundle} --row '{result.Example.Replace("'", "'\\''", StringComparison.Ordinal)}'");
        screen.Line($"  {screen.Surroundings.CommandLine} serve {result.Bundle}");
    }

    private void ShowLeaderboard(LabelKind kind, IReadOnlyList<ModelScores> models)
    {
        IReadOnlyList<Metric> metrics = MetricCatalogue.Headlines(kind);
        TextColumns table = new([false, .. metrics.Select(_ => true)]);
        table.Add(TextColumns.Header, Words([CliMessages.ModelWord, .. metrics.Select(metric => metric.Title)]));
        for (int i = 0; i < models.Count; i++)
        {
            table.Add(
                i == 0 ? new Style(decoration: Decoration.Bold) : Style.Plain,
                [screen.Say(ModelNames.Of(models[i].Model)), .. metrics.Select(metric => metric.Format(models[i].Scores[metric.Name]))]);
        }

        table.Print(screen);
    }

    private void ShowFolds(LabelKind kind, IReadOnlyDictionary<string, FoldSummary> folds)
    {
        if (folds.Count == 0) return;
        Heading(CliMessages.FoldsHeading(folds.Values.First().Values.Count));
        TextColumns table = new([false, true, true]);
        table.Add(TextColumns.Header, Words([CliMessages.MetricWord, CliMessages.MeanWord, CliMessages.SpreadWord]));
        foreach (Metric metric in MetricCatalogue.Headlines(kind))
        {
            if (folds.TryGetValue(metric.Name, out FoldSummary? fold)) table.Add(Style.Plain, [screen.Say(metric.Title), metric.Format(fold.Mean), metric.Format(fold.Spread)]);
        }

        table.Print(screen);
    }

    private void ShowConfusion(Scores scores, string label)
    {
        // A table of many classes helps nobody on a screen; metrics.json holds it all.
        const int MostClasses = 12;
        if (scores.Confusion.Count is 0 or > MostClasses) return;
        Heading(CliMessages.ConfusionHeading(label));
        TextColumns table = new([false, .. scores.Classes.Select(_ => true), true, true, true]);
        table.Add(
            TextColumns.Header,
            Words([CliMessages.TrueWord, .. scores.Classes.Select(c => CliMessages.ToldAs(c.Class)), CliMessages.PrecisionWord, CliMessages.RecallWord, CliMessages.F1Word]));
        for (int k = 0; k < scores.Classes.Count; k++)
        {
            ClassScores one = scores.Classes[k];
            table.Add(
            [
                (one.Class, Style.Plain),
                .. scores.Confusion[k].Select((count, told) => (count.ToString("N0", CultureInfo.InvariantCulture), told == k ? new Style(Color.Green) : Style.Plain)),
                .. new[] { one.Precision, one.Recall, one.F1 }.Select(value => (value.ToString("0.000", CultureInfo.InvariantCulture), Style.Plain)),
            ]);
        }

        table.Print(screen);
    }

    private void ShowTargets(IReadOnlyList<TargetResult> targets)
    {
        Heading(CliMessages.TargetsHeading);
        foreach (TargetResult target in targets)
        {
            string line = screen.Say(CliMessages.Target(target));
            screen.Out.MarkupLineInterpolated(target.Met ? $"  [green]✓[/] {line}" : (FormattableString)$"  [red]✗[/] {line}");
        }
    }

    private void Heading(Message heading)
    {
        screen.Line();
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(heading)}[/]");
    }

    private string[] Words(params IReadOnlyList<Message> words) => [.. words.Select(screen.Say)];
}
