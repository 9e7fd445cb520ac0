using Anneal.Cli.Terminal;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Store;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows runs side by side: a column each.</summary>
internal static class RunComparisonView
{
    private const string Nothing = "–";

    private static readonly Style Better = new(Color.Green, decoration: Decoration.Bold);

    public static void Show(Screen screen, IReadOnlyList<RunDetails> runs, IReadOnlyList<RecipeDifference> differences)
    {
        TextColumns table = new([false, .. runs.Select(_ => true)]);
        table.Add(TextColumns.Header, [screen.Say(RunsMessages.MetricWord), .. runs.Select(r => r.Run.Id)]);
        table.Add(Style.Plain, [screen.Say(RunsMessages.NameWord), .. runs.Select(r => r.Run.Name)]);
        table.Add(Style.Plain, [screen.Say(RunsMessages.StateWord), .. runs.Select(r => screen.Say(RunsMessages.State(r.Run.State)))]);
        table.Add(Style.Plain, [screen.Say(CliMessages.ModelWord), .. runs.Select(r => r.Run.Bundle?.Model ?? Nothing)]);
        table.Add(Style.Plain, [screen.Say(RunsMessages.TookWord), .. runs.Select(r => r.Run.Duration is { } took ? screen.Say(RunsMessages.Took(took)) : Nothing)]);
        foreach (string name in StoredNumbers.Names(runs.SelectMany(r => r.Metrics).Where(m => m.Split == "test")))
        {
            double?[] values = [.. runs.Select(r => r.Metrics.FirstOrDefault(m => m.Split == "test" && m.Name == name)?.Value)];
            double? best = StoredNumbers.Best(name, values);
            table.Add([(StoredNumbers.Title(screen, name), Style.Plain), .. values.Select(value => (StoredNumbers.Format(name, value), value is not null && value == best ? Better : Style.Plain))]);
        }

        table.Print(screen);
        screen.Line();
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(RunsMessages.DifferencesHeading)}[/]");
        if (differences.Count == 0)
        {
            screen.Line($"  {screen.Say(RunsMessages.NoDifferences)}");
            return;
        }

        TextColumns settings = new([false, .. runs.Select(_ => true)]);
        settings.Add(TextColumns.Header, [screen.Say(RunsMessages.SettingWord), .. runs.Select(r => r.Run.Id)]);
        foreach (RecipeDifference difference in differences) settings.Add(Style.Plain, [difference.Key, .. difference.Values.Select(value => value ?? Nothing)]);
        settings.Print(screen);
    }
}
