using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Anneal.Data.Messages;
using Spectre.Console;

namespace Anneal.Cli.Terminal;

/// <summary>Prints a command's help in the user's language (the parsing library's own help speaks the system's alone).</summary>
internal sealed class HelpPrinter(Screen screen) : SynchronousCommandLineAction
{
    /// <summary>Who asks for help has not finished the line yet.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        bool isRoot = command is RootCommand;
        Option[] options = [.. command.Options.Concat(isRoot ? [] : parseResult.RootCommandResult.Command.Options.Where(o => o.Recursive)).Where(o => !o.Hidden)];

        screen.Line(command.Description ?? "");
        Heading(CliMessages.UsageHeading);
        string path = CommandPath.Of(command);
        string further = command.Subcommands.Count > 0 ? $" <{screen.Say(CliMessages.CommandWord)}>" : Arguments(command);
        screen.Line($"  anneal{(isRoot ? "" : " ")}{path}{further} [{screen.Say(CliMessages.OptionsWord)}]");
        Section(CliMessages.CommandsHeading, command.Subcommands.Where(c => !c.Hidden).Select(c => ($"{c.Name}{Arguments(c)}", c.Description)));
        Section(CliMessages.ArgumentsHeading, command.Arguments.Select(a => (Written(a), a.Description)));
        Section(CliMessages.OptionsHeading, options.Select(o => (Signature(o), o.Description)));
        Section(CliMessages.ExamplesHeading, ExampleMessages.Of(path).Select(e => ($"{screen.Surroundings.CommandLine} {e.Line}", (string?)screen.Say(e.Meaning))), stacked: true);
        return ExitCodes.Done;
    }

    private static string Arguments(Command command) => string.Concat(command.Arguments.Select(a => $" {Written(a)}"));

    private static string Written(Argument argument) => argument.Arity.MaximumNumberOfValues > 1 ? $"<{argument.Name}>..." : $"<{argument.Name}>";

    private static string Signature(Option option)
    {
        string names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
        return option.HelpName is { } value ? $"{names} <{value}>" : names;
    }

    private void Heading(Message heading)
    {
        screen.Line();
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(heading)}[/]");
    }

    private void Section(Message heading, IEnumerable<(string Name, string? Meaning)> lines, bool stacked = false)
    {
        (string Name, string? Meaning)[] all = [.. lines];
        if (all.Length == 0) return;
        Heading(heading);
        if (stacked)
        {
            foreach ((string name, string? meaning) in all)
            {
                screen.Line($"  # {meaning}");
                screen.Line($"  {name}");
            }

            return;
        }

        TextColumns columns = new(false, false);
        foreach ((string name, string? meaning) in all) columns.Add(Style.Plain, name, meaning ?? "");
        columns.Print(screen);
    }
}
