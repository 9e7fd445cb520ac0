using System.Globalization;
using Anneal.Cli.Terminal;
using Anneal.Workflow.Store;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Lists earlier runs for a person.</summary>
internal static class RunListView
{
    public static void Show(Screen screen, string store, IReadOnlyList<StoredRun> runs, ILookup<string, StoredMetric> test, int most)
    {
        if (runs.Count == 0)
        {
            screen.Line(screen.Say(RunsMessages.NoRuns));
            return;
        }

        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(RunsMessages.ListHeading(ShownStore(store)))}[/]");
        TextColumns table = new(false, false, false, false, true, false, false, false, false);
        table.Add(TextColumns.Header, new[]
        {
            RunsMessages.RunWord, RunsMessages.NameWord, RunsMessages.StateWord, RunsMessages.StartedWord, RunsMessages.TookWord,
            CliMessages.ModelWord, RunsMessages.TestWord, CliMessages.TargetsHeading with { English = "targets" }, RunsMessages.BundleWord,
        }.Select(screen.Say));
        foreach (StoredRun run in runs)
        {
            table.Add(
            [
                (run.Id, new Style(decoration: Decoration.Bold)),
                .. Plain(run.Name),
                (screen.Say(RunsMessages.State(run.State)), StyleOf(run.State)),
                .. Plain(
                    Time(run.Started),
                    run.Duration is { } duration ? screen.Say(RunsMessages.Took(duration)) : "",
                    run.Bundle?.Model ?? "",
                    StoredNumbers.Headline(screen, test[run.Id]),
                    run.Bundle is { Targets: > 0 } bundle ? screen.Say(RunsMessages.TargetsMet(bundle)) : "",
                    run.Bundle is null ? "" : ShownPath.Of(run.Bundle.Path)),
            ]);
        }

        table.Print(screen);
        if (runs.Count == most) screen.Line($"  {screen.Say(RunsMessages.MoreRuns(most))}");
    }

    /// <summary>In the time of this machine, to the minute.</summary>
    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static Style StyleOf(RunState state) => state switch
    {
        RunState.Finished => new Style(Color.Green),
        RunState.Failed or RunState.Killed => new Style(Color.Red),
        _ => new Style(Color.Yellow),
    };

    private static string ShownStore(string store) => store.Contains("://", StringComparison.Ordinal) ? store : ShownPath.Of(store);

    private static IEnumerable<(string Text, Style Style)> Plain(params string[] cells) => cells.Select(cell => (cell, Style.Plain));
}
