using System.CommandLine;
using System.CommandLine.Parsing;
using Anneal.Data.Messages;

namespace Anneal.Cli;

/// <summary>Says in our own words, and in the user's language, what is wrong with a command line.</summary>
internal static class CommandLineMistake
{
    public static UserErrorException Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count > 0) return Unknown(parsed.UnmatchedTokens[0], parsed);
        return parsed.Errors[0].SymbolResult switch
        {
            OptionResult option => new UserErrorException(CliMessages.OptionWithoutValue(option.Option.Name), CliMessages.SeeHelp(command.Name)),
            _ when command.Arguments.Count > 0 => new UserErrorException(CliMessages.ArgumentMissing(command.Name, command.Arguments[0].Name), CliMessages.SeeHelp(command.Name)),
            _ => new UserErrorException(new Message(parsed.Errors[0].Message, parsed.Errors[0].Message), CliMessages.SeeHelp(command.Name)),
        };
    }

    private static UserErrorException Unknown(string token, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        bool isOption = token.StartsWith('-');
        IEnumerable<string> options = command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive)).Select(o => o.Name);
        string[] valid = [.. (isOption ? options : command.Subcommands.Select(c => c.Name)).Distinct(StringComparer.Ordinal)];
        Message wayOut = valid.Length == 0
            ? CliMessages.SeeHelp(command.Name)
            : CliMessages.DidYouMean(NearestName.Find(token.TrimStart('-'), valid.Select(name => name.TrimStart('-'))) is { } nearest ? (isOption ? "--" : "") + nearest : null, valid);
        return new UserErrorException(isOption ? CliMessages.UnknownOption(token, command.Name) : CliMessages.UnknownArgument(token, command.Name), wayOut);
    }
}
