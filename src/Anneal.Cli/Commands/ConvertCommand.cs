using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Tensors;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal convert</c>: a language model in another format.</summary>
internal static class ConvertCommand
{
    private static readonly Dictionary<string, BlockFormat> Formats = Enum.GetValues<BlockFormat>().ToDictionary(f => f.ToString(), StringComparer.OrdinalIgnoreCase);

    public static Command Create(Screen screen)
    {
        Argument<string> from = new("from") { Description = screen.Say(LanguageMessages.ModelDescription) };
        Argument<string> to = new("to") { Description = screen.Say(ConvertMessages.ToDescription) };
        string[] names = [.. Formats.Keys.Select(name => name.ToLowerInvariant())];
        Option<string?> quantize = new("--quantize") { Description = screen.Say(ConvertMessages.QuantizeDescription), HelpName = string.Join('|', names) };
        quantize.CompletionSources.Add(names);
        Option<string?> tokenizer = new("--tokenizer") { Description = screen.Say(LanguageMessages.TokenizerDescription), HelpName = "path" };
        Option<bool> json = new("--json") { Description = screen.Say(CliMessages.PathsJsonDescription) };
        Command command = new("convert", screen.Say(ConvertMessages.ConvertDescription)) { from, to, quantize, tokenizer, json };
        command.SetAction(parsed =>
        {
            BlockFormat? format = parsed.GetValue(quantize) is not { } name ? null : Formats.TryGetValue(name, out BlockFormat known) ? known
                : throw new UserErrorException(ConvertMessages.UnknownFormat(name), CliMessages.Valid(names));
            ModelFit.Check(parsed.GetValue(from)!, "convert");
            string target = parsed.GetValue(to)!;
            ModelConversion.Convert(parsed.GetValue(from)!, target, format, parsed.GetValue(tokenizer));
            long bytes = File.Exists(target) ? new FileInfo(target).Length : new DirectoryInfo(target).EnumerateFiles().Sum(file => file.Length);
            screen.Line(!parsed.GetValue(json) ? screen.Say(ConvertMessages.Converted(target, InspectionView.Size(bytes))) : JsonText.Object(writer =>
            {
                writer.WriteString("model", target);
                writer.WriteNumber("bytes", bytes);
            }));
            return ExitCodes.Done;
        });
        return command;
    }
}
