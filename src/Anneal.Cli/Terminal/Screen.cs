using Anneal.Data.Messages;
using Spectre.Console;

namespace Anneal.Cli.Terminal;

/// <summary>Where a command writes, in the user's language, with colour only where a person looks.</summary>
internal sealed class Screen
{
    public Screen(Surroundings surroundings, Language language)
    {
        Surroundings = surroundings;
        Language = language;
        Out = Console(surroundings.Output, surroundings.IsTerminal, surroundings);
        Error = Console(surroundings.Error, surroundings.ErrorIsTerminal, surroundings);

        // The console wraps at the width of the screen, which would tear names and Chinese words apart; the terminal does it better.
        Error.Profile.Width = int.MaxValue;
    }

    public Surroundings Surroundings { get; }

    public Language Language { get; }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    public string Say(Message message) => message.In(Language);

    /// <summary>One line as it is: never wrapped, so that it can be copied, and with no markup read into it.</summary>
    public void Line(string text = "") => Surroundings.Output.WriteLine(text);

    /// <summary>One line of Spectre.Console's markup, never wrapped either.</summary>
    public void Markup(string markup)
    {
        // As for errors, above.
        Out.Profile.Width = int.MaxValue;
        Out.MarkupLine(markup);
        Out.Profile.Width = Surroundings.Width;
    }

    /// <summary>Asks the person at the terminal, and returns what was typed, without spaces around it; null when the input ended.</summary>
    public string? Ask(Message question)
    {
        Surroundings.Output.Write(Say(question));
        return Surroundings.Input.ReadLine()?.Trim();
    }

    public void Notice(Message message) => Error.MarkupLineInterpolated($"[yellow]{Say(CliMessages.NoticeMark)}{Say(message)}[/]");

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal, Surroundings surroundings)
    {
        bool coloured = isTerminal && string.IsNullOrEmpty(surroundings.Variable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = coloured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = coloured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = surroundings.Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
