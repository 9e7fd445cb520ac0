using System.CommandLine;
using System.Text.Json;
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
        Option<bool> json = new("--json") { Description = screen.Say(LanguageMessages.EmbedJsonDescription) };
        Command command = new("embed", screen.Say(LanguageMessages.EmbedDescription)) { model, texts, file, tokenizer, json };
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
            IEnumerable<(string, float[])> vectors = lines.Where(line => line.Length > 0).Select(text =>
            {
                cancellation.ThrowIfCancellationRequested();
                count++;
                return (text, embedder.Embed(text));
            });
            if (!parsed.GetValue(json))
            {
                foreach ((string text, float[] vector) in vectors) screen.Line(JsonText.Object(writer => Write(writer, text, vector)));
                return count > 0 ? ExitCodes.Done : throw Nothing();
            }

            string all = JsonText.Object(writer =>
            {
                writer.WriteStartArray("embeddings");
                foreach ((string text, float[] vector) in vectors)
                {
                    writer.WriteStartObject();
                    Write(writer, text, vector);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            if (count == 0) throw Nothing();
            screen.Line(all);
            return ExitCodes.Done;
        });
        return command;
    }

    private static UserErrorException Nothing() => new(LanguageMessages.NothingToEmbed, LanguageMessages.NothingToEmbedWayOut);

    private static void Write(Utf8JsonWriter writer, string text, float[] vector)
    {
        writer.WriteString("text", text);
        writer.WriteStartArray("embedding");
        foreach (float value in vector) writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static IEnumerable<string> Lines(TextReader input)
    {
        while (input.ReadLine() is { } line) yield return line;
    }
}
