using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Models.Language;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal embed</c>: texts as vectors, one JSON object a line.</summary>
internal static class EmbedCommand
{
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> model = new("model") { Description = screen.Say(LanguageMessages.EmbedModelDescription) };
        Argument<string[]> texts = new("text") { Description = screen.Say(LanguageMessages.EmbedTextDescription), Arity = ArgumentArity.ZeroOrMore };
        Option<string?> file = new("--file") { Description = screen.Say(LanguageMessages.EmbedFileDescription), HelpName = "file" };
        Option<string?> tokenizer = new("--tokenizer") { Description = screen.Say(LanguageMessages.TokenizerDescription), HelpName = "file" };
        Command command = new("embed", screen.Say(LanguageMessages.EmbedDescription)) { model, texts, file, tokenizer };
        command.SetAction(parsed =>
        {
            ModelFit.Check(parsed.GetValue(model)!, "embed");
            TextEmbedder embedder = TextEmbedder.Open(parsed.GetValue(model)!, parsed.GetValue(tokenizer));
            IEnumerable<string> lines = parsed.GetValue(file) switch
            {
                null => parsed.GetValue(texts) ?? [],
                "-" => Lines(screen.Surroundings.Input),
                string path when File.Exists(path) => File.ReadLines(path),
                string path => throw new UserErrorException(LanguageMessages.NoFile(path), LanguageMessages.NoFileWayOut),
            };
            int count = 0;
            foreach (string text in lines.Where(line => line.Length > 0))
            {
                cancellation.ThrowIfCancellationRequested();
                float[] vector = embedder.Embed(text);
                count++;
                screen.Line(JsonText.Object(writer =>
                {
                    writer.WriteString("text", text);
                    writer.WriteStartArray("embedding");
                    foreach (float value in vector) writer.WriteNumberValue(value);
                    writer.WriteEndArray();
                }));
            }

            return count > 0 ? ExitCodes.Done : throw new UserErrorException(LanguageMessages.NothingToEmbed, LanguageMessages.NothingToEmbedWayOut);
        });
        return command;
    }

    private static IEnumerable<string> Lines(TextReader input)
    {
        while (input.ReadLine() is { } line) yield return line;
    }
}
