using Anneal.Cli.Messages;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Workflow.LanguageModels;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows what was found in the texts or conversations of a language model's recipe.</summary>
internal static class LanguageCheckView
{
    public static void Print(Screen screen, LanguageRecipe recipe, LanguageCheck check)
    {
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(LanguageRunMessages.Title(recipe))}[/]");
        Heading(screen, CliMessages.DataHeading);
        screen.Line($"  {screen.Say(LanguageCheckViewMessages.Found(recipe, check))}");
        screen.Line($"  {screen.Say(LanguageCheckViewMessages.Lengths(recipe, check))}");
        if (check.Roles.Count > 0) screen.Line($"  {screen.Say(LanguageCheckViewMessages.Roles(check.Roles))}");
        Heading(screen, CliMessages.SplitHeading);
        screen.Line($"  {screen.Say(LanguageCheckViewMessages.Split(recipe, check))}");
        Heading(screen, CheckMessages.FindingsHeading);
        if (check.Findings.Count == 0) screen.Markup($"  [green]{screen.Say(CheckMessages.NothingFound)}[/]");
        FindingsView.Print(screen, check.Findings, inFull: true);
        screen.Line();
        screen.Markup($"[{(check.HasErrors ? "red" : "green")}]{screen.Say(CheckMessages.Verdict(check.Findings))}[/]");
    }

    private static void Heading(Screen screen, Message heading)
    {
        screen.Line();
        screen.Markup($"[bold]{screen.Say(heading).EscapeMarkup()}[/]");
    }
}
