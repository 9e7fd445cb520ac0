using System.Globalization;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Workflow.Store;
using Anneal.Workflow.Targets;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows a person all that is known of a run.</summary>
internal static class RunDetailsView
{
    public static void Show(Screen screen, RunDetails details)
    {
        StoredRun run = details.Run;
        screen.Out.MarkupLineInterpolated($"[bold]{run.Name} {run.Id}[/]");
        ShowFacts(screen, run);
        if (details.Metrics.Count > 0) ShowMetrics(screen, details.Metrics);
        if (details.Targets.Count > 0) ShowTargets(screen, details.Targets);
        if (details.Epochs.Count > 0) ShowEpochs(screen, details.Epochs);
        Heading(screen, RunsMessages.RecipeHeading);
        foreach (string line in run.Recipe.TrimEnd().Split('\n')) screen.Line($"  {line}");
    }

    private static void ShowFacts(Screen screen, StoredRun run)
    {
        TextColumns facts = new(false, false);
        Add(RunsMessages.StateWord, screen.Say(RunsMessages.State(run.State)));
        Add(RunsMessages.ReasonWord, run.Reason is { } reason ? screen.Say(reason) : null);
        Add(RunsMessages.StartedWord, RunListView.Time(run.Started));
        Add(RunsMessages.TookWord, run.Duration is { } duration ? screen.Say(RunsMessages.Took(duration)) : null);
        Add(RunsMessages.TaskWord, run.Task);
        Add(CliMessages.ModelWord, run.Bundle?.Model);
        Add(RunsMessages.BundleWord, run.Bundle is { } bundle ? $"{ShownPath.Of(bundle.Path)} ({Size(bundle.Bytes)})" : null);
        facts.Print(screen);

        void Add(Message name, string? value)
        {
            if (value is not null) facts.Add((screen.Say(name), TextColumns.Header), (value, Style.Plain));
        }
    }

    private static void ShowMetrics(Screen screen, IReadOnlyList<StoredMetric> metrics)
    {
        Heading(screen, RunsMessages.MeasuredHeading);
        TextColumns table = new(false, true, true);
        table.Add(TextColumns.Header, screen.Say(RunsMessages.MetricWord), screen.Say(RunsMessages.TestWord), screen.Say(RunsMessages.ValidWord));
        foreach (string name in StoredNumbers.Names(metrics)) table.Add(Style.Plain, StoredNumbers.Title(screen, name), Value("test", name), Value("valid", name));
        table.Print(screen);

        string Value(string split, string name) => StoredNumbers.Format(name, metrics.FirstOrDefault(m => m.Split == split && m.Name == name)?.Value);
    }

    private static void ShowTargets(Screen screen, IReadOnlyList<TargetResult> targets)
    {
        Heading(screen, CliMessages.TargetsHeading);
        foreach (TargetResult target in targets)
        {
            string line = screen.Say(CliMessages.Target(target));
            screen.Out.MarkupLineInterpolated(target.Met ? $"  [green]✓[/] {line}" : (FormattableString)$"  [red]✗[/] {line}");
        }
    }

    private static void ShowEpochs(Screen screen, IReadOnlyList<StoredEpoch> epochs)
    {
        Heading(screen, RunsMessages.EpochsHeading);
        foreach (IGrouping<string, StoredEpoch> learner in epochs.GroupBy(e => e.Learner, StringComparer.Ordinal))
        {
            StoredEpoch best = learner.MinBy(e => e.ValidLoss ?? double.PositiveInfinity)!;
            screen.Line($"  {screen.Say(RunsMessages.Epochs(learner.Key, learner.Count(), best.Epoch, best.ValidLoss ?? double.NaN))}");
        }
    }

    private static void Heading(Screen screen, Message heading)
    {
        screen.Line();
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(heading)}[/]");
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} KB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };
}
