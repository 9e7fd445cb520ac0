using System.CommandLine;

namespace Anneal.Cli.Terminal;

/// <summary>What the user types to reach a command, without the program's name: <c>runs list</c>.</summary>
internal static class CommandPath
{
    /// <summary>Empty for the root, which bears the name of whatever program file started it.</summary>
    public static string Of(Command command)
    {
        if (command is RootCommand) return "";
        string parent = command.Parents.OfType<Command>().FirstOrDefault() is { } above ? Of(above) : "";
        return parent.Length == 0 ? command.Name : $"{parent} {command.Name}";
    }
}
