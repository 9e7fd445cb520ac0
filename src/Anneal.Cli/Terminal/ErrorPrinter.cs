using Anneal.Data.Messages;
using Spectre.Console;

namespace Anneal.Cli.Terminal;

/// <summary>Prints what went wrong: what, where, and the way out.</summary>
internal static class ErrorPrinter
{
    public static void Print(Screen screen, UserErrorException error)
    {
        screen.Error.MarkupLineInterpolated($"[red]{screen.Say(CliMessages.ErrorMark)}{screen.Say(error.Reason)}[/]");
        if (error.Place is { } place) screen.Error.MarkupLineInterpolated($"{screen.Say(CliMessages.PlaceMark)}{screen.Say(CliMessages.Place(place))}");
        screen.Error.MarkupLineInterpolated($"{screen.Say(CliMessages.WayOutMark)}{screen.Say(error.WayOut)}");
    }

    public static void PrintOurs(Screen screen, Exception error)
    {
        screen.Error.MarkupLineInterpolated($"[red]{screen.Say(CliMessages.ErrorMark)}{screen.Say(CliMessages.OurMistake)}[/]");
        screen.Error.WriteLine(error.ToString());
    }
}
