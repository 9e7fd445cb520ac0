using Anneal.Cli.Terminal;
using Anneal.Data.Quality;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows what the checks of the data found: what it is, which rows, what was done, what to do.</summary>
internal static class FindingsView
{
    /// <param name="screen">Where to.</param>
    /// <param name="findings">The findings, the gravest first.</param>
    /// <param name="inFull">Whether notes say where and what to do as well.</param>
    public static void Print(Screen screen, IReadOnlyList<Finding> findings, bool inFull)
    {
        foreach (Finding finding in findings)
        {
            (string mark, string colour) = finding.Severity switch
            {
                Severity.Error => ("✗", "red"),
                Severity.Warning => ("!", "yellow"),
                _ => ("·", "grey"),
            };
            string done = finding.LeftOut ? screen.Say(CheckMessages.LeftOut(finding.Columns.Count)) : "";
            screen.Markup($"  [{colour}]{mark}[/] {screen.Say(finding.What).EscapeMarkup()}{done.EscapeMarkup()}");
            if (!inFull && finding.Severity == Severity.Note) continue;
            if (finding.Examples.Count > 0) screen.Markup($"    [grey]{screen.Say(CheckMessages.Where(finding)).EscapeMarkup()}[/]");
            screen.Markup($"    [grey]{screen.Say(finding.Advice).EscapeMarkup()}[/]");
        }
    }
}
