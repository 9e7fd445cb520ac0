using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Anneal.Cli.Commands;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Spectre.Console;

namespace Anneal.Cli;

/// <summary>The <c>anneal</c> command: parses, runs one command, and turns what went wrong into a text and an exit code.</summary>
internal static class Application
{
    public static int Run(string[] args, Surroundings surroundings, CancellationToken cancellation)
    {
        Screen screen = new(surroundings, LanguageChoice.Choose(args, surroundings.Variable));
        try
        {
            RootCommand root = Build(screen, cancellation);
            ParseResult parsed = root.Parse(args);
            bool isAsked = root.Directives.Any(directive => parsed.GetResult(directive) is not null); // a shell asks what may come next
            if (parsed.Errors.Count > 0 && !isAsked) throw CommandLineMistake.Describe(parsed);
            if (parsed.GetValue<string?>(LanguageChoice.Option) is { } language && LanguageChoice.Parse(language) is null)
                throw new UserErrorException(CliMessages.UnknownLanguage(language), CliMessages.Valid(LanguageChoice.Names));
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = surroundings.Output, Error = surroundings.Error });
        }
        catch (UserErrorException error)
        {
            ErrorPrinter.Print(screen, error);
            return ExitCodes.UserMistake;
        }
        catch (OperationCanceledException)
        {
            screen.Error.WriteLine(screen.Say(CliMessages.Interrupted));
            return ExitCodes.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A disk that is full, a folder that can't be written: the user's machine, so the user's to put right.
            ErrorPrinter.Print(screen, new UserErrorException(CliMessages.CouldNotWrite(error.Message), CliMessages.CouldNotWriteWayOut));
            return ExitCodes.UserMistake;
        }
#pragma warning disable CA1031 // The last line of defence: whatever it is, the user gets a text and the shell a code.
        catch (Exception error)
#pragma warning restore CA1031
        {
            ErrorPrinter.PrintOurs(screen, error);
            return ExitCodes.OurMistake;
        }
    }

    private static RootCommand Build(Screen screen, CancellationToken cancellation)
    {
        RootCommand root = new(screen.Say(CliMessages.RootDescription));
        Option<string?> language = new(LanguageChoice.Option)
        {
            Description = screen.Say(CliMessages.LanguageDescription),
            HelpName = string.Join('|', LanguageChoice.Names),
            Recursive = true,
        };
        language.CompletionSources.Add(LanguageChoice.Names);
        root.Options.Add(language);
        HelpPrinter help = new(screen);
        HelpOption helpOption = root.Options.OfType<HelpOption>().Single();
        helpOption.Action = help;
        foreach (string alias in new[] { "-?", "/?", "/h" }) helpOption.Aliases.Remove(alias);
        helpOption.Description = screen.Say(CliMessages.HelpDescription);
        root.Options.OfType<VersionOption>().Single().Description = screen.Say(CliMessages.VersionDescription);
        root.Subcommands.Add(NewCommand.Create(screen));
        root.Subcommands.Add(CheckCommand.Create(screen));
        root.Subcommands.Add(RunCommand.Create(screen, cancellation));
        root.Subcommands.Add(PredictCommand.Create(screen));
        root.Subcommands.Add(EvaluateCommand.Create(screen));
        root.Subcommands.Add(ReportCommand.Create(screen));
        root.Subcommands.Add(ServeCommand.Create(screen, cancellation));
        root.Subcommands.Add(GenerateCommand.Create(screen, cancellation));
        root.Subcommands.Add(ChatCommand.Create(screen, cancellation));
        root.Subcommands.Add(EmbedCommand.Create(screen, cancellation));
        root.Subcommands.Add(TranscribeCommand.Create(screen, cancellation));
        root.Subcommands.Add(PerplexityCommand.Create(screen, cancellation));
        root.Subcommands.Add(ConvertCommand.Create(screen));
        root.Subcommands.Add(InspectCommand.Create(screen));
        root.Subcommands.Add(TokenizeCommand.Create(screen));
        root.Subcommands.Add(RunsCommand.Create(screen, help));
        root.Subcommands.Add(CompletionCommand.Create(screen));
        root.SetAction(help.Invoke);
        return root;
    }
}
