using System.CommandLine;
using Anneal.Cli.Generation;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Models.Language;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal perplexity</c>: how well a language model tells a text.</summary>
internal static class PerplexityCommand
{
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Command command = new("perplexity", screen.Say(LanguageMessages.PerplexityDescription));
        ModelFlags model = new(screen, command);
        Argument<string> file = new("file") { Description = screen.Say(LanguageMessages.PerplexityFileDescription) };
        Option<int?> context = new("--context") { Description = screen.Say(LanguageMessages.PerplexityContextDescription), HelpName = "tokens" };
        Option<bool> json = new("--json") { Description = screen.Say(LanguageMessages.GenerateJsonDescription) };
        command.Arguments.Add(file);
        command.Options.Add(context);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            LanguageModel opened = model.Open(parsed, "perplexity");
            if (!File.Exists(path)) throw new UserErrorException(LanguageMessages.NoFile(path), LanguageMessages.NoFileWayOut);
            TextPerplexity told = TextPerplexity.Measure(opened, File.ReadAllText(path), parsed.GetValue(context), cancellation);
            if (!parsed.GetValue(json))
            {
                screen.Line(screen.Say(LanguageMessages.Perplexity(told)));
                return ExitCodes.Done;
            }

            screen.Line(JsonText.Object(writer =>
            {
                writer.WriteNumber("perplexity", told.Perplexity);
                writer.WriteNumber("nats_per_token", told.Nats / told.Tokens);
                writer.WriteNumber("bits_per_byte", told.BitsPerByte);
                writer.WriteNumber("tokens", told.Tokens);
                writer.WriteNumber("bytes", told.Bytes);
                writer.WriteStartArray("nats_by_quarter_of_window");
                foreach (double mean in told.ByPosition) writer.WriteNumberValue(mean);
                writer.WriteEndArray();
            }));
            return ExitCodes.Done;
        });
        return command;
    }
}
