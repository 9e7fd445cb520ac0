using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Targets;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>What the views of all runs have in common.</summary>
internal static class RunChapters
{
    public static void Title(Screen screen, string name, Message task) =>
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(new Message($"{name}: {task.English}", $"{name}：{task.Chinese}"))}[/]");

    public static void Heading(Screen screen, Message heading)
    {
        screen.Line();
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(heading)}[/]");
    }

    public static void Noticed(Screen screen, Message message) => screen.Out.MarkupLineInterpolated($"[yellow]{screen.Say(CliMessages.NoticeMark)}{screen.Say(message)}[/]");

    public static void Targets(Screen screen, IReadOnlyList<TargetResult> targets)
    {
        if (targets.Count > 0) Heading(screen, CliMessages.TargetsHeading);
        foreach (TargetResult target in targets)
        {
            string line = screen.Say(CliMessages.Target(target));
            screen.Out.MarkupLineInterpolated(target.Met ? $"  [green]✓[/] {line}" : (FormattableString)$"  [red]✗[/] {line}");
        }
    }

    /// <summary>Where the bundle is, how long it took, where the report is, and what to type next.</summary>
    public static void Bundle(Screen screen, string bundle, TimeSpan duration, params IReadOnlyList<string> next)
    {
        Heading(screen, CliMessages.BundleHeading);
        screen.Line($"  {bundle}");
        screen.Line($"  {screen.Say(CliMessages.Took(duration))}");
        screen.Line($"  {screen.Say(CliMessages.ReportAt(Path.Combine(bundle, ReportFiles.Html)))}");
        Heading(screen, CliMessages.NextHeading);
        foreach (string command in next) screen.Line($"  {screen.Surroundings.CommandLine} {command}");
    }
}
