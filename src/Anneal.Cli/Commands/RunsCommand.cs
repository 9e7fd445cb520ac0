using System.CommandLine;
using Anneal.Cli.Terminal;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal runs</c>: what has been trained before.</summary>
internal static class RunsCommand
{
    public static Command Create(Screen screen, HelpPrinter help)
    {
        Command command = new("runs", screen.Say(RunsMessages.RunsDescription))
        {
            RunsListCommand.Create(screen),
            RunsShowCommand.Create(screen),
            RunsCompareCommand.Create(screen),
            RunsDeleteCommand.Create(screen),
        };
        command.SetAction(help.Invoke);
        return command;
    }
}
