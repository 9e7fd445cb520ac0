using System.CommandLine;
using System.CommandLine.Parsing;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;

namespace Anneal.Cli;

/// <summary>Says in our own words, and in the user's language, what is wrong with a command line.</summary>
internal static class CommandLineMistake
{
    public static UserErrorException Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string name = CommandPath.Of(command);
        if (parsed.UnmatchedTokens.Count > 0) return Unknown(parsed.UnmatchedTokens[0], parsed);
        return parsed.Errors[0].SymbolResult switch
        {
            OptionResult option => new UserErrorException(CliMessages.OptionWithoutValue(option.Option.Name), CliMessages.SeeHelp(name)),
            _ when command.Arguments.Count > 0 => new UserErrorException(CliMessages.ArgumentMissing(name, command.Arguments[0].Name), CliMessages.SeeHelp(name)),
            _ => new UserErrorException(new Message(parsed.Errors[0].Message, parsed.Errors[0].Message), CliMessages.SeeHelp(name)),
        };
    }

    private static UserErrorException Unknown(string token, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string name = CommandPath.Of(command);
        bool isOption = token.StartsWith('-');
        IEnumerable<string> options = command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive)).Select(o => o.Name);
        string[] valid = [.. (isOption ? options : command.Subcommands.Select(c => c.Name)).Distinct(StringComparer.Ordinal)];
        Message wayOut = valid.Length == 0
            ? CliMessages.SeeHelp(name)
            : CliMessages.DidYouMean(NearestName.Find(token.TrimStart('-'), valid.Select(name => name.TrimStart('-'))) is { } nearest ? (isOption ? "--" : "") + nearest : null, valid);
        return new UserErrorException(isOption ? CliMessages.UnknownOption(token, name) : CliMessages.UnknownArgument(token, name), wayOut);
    }
}
