using System.CommandLine;
using Anneal.Cli.Commands;
using Anneal.Cli.Terminal;
using Anneal.Models.Language;

namespace Anneal.Cli.Generation;

/// <summary>How a command is told which language model to open.</summary>
internal sealed class ModelFlags
{
    private readonly Argument<string> model;
    private readonly Option<string?> tokenizer, template;

    public ModelFlags(Screen screen, Command command)
    {
        model = new Argument<string>("model") { Description = screen.Say(LanguageMessages.ModelDescription) };
        tokenizer = new Option<string?>("--tokenizer") { Description = screen.Say(LanguageMessages.TokenizerDescription), HelpName = "file" };
        template = new Option<string?>("--template") { Description = screen.Say(LanguageMessages.TemplateDescription), HelpName = "file" };
        command.Arguments.Add(model);
        command.Options.Add(tokenizer);
        command.Options.Add(template);
    }

    /// <summary>What was given.</summary>
    public string Path(ParseResult parsed) => parsed.GetValue(model)!;

    /// <summary>Opens a language model.</summary>
    /// <exception cref="Data.Messages.UserErrorException">It is another kind of model, or damaged.</exception>
    public LanguageModel Open(ParseResult parsed, string command)
    {
        ModelFit.Check(Path(parsed), command);
        return LanguageModelFiles.Open(Path(parsed), parsed.GetValue(tokenizer), parsed.GetValue(template));
    }

    /// <summary>Opens a model that reads one text and writes another.</summary>
    /// <exception cref="Data.Messages.UserErrorException">It is damaged.</exception>
    public TextTranslator OpenWriter(ParseResult parsed) => TextTranslator.Open(Path(parsed), tokenizer: parsed.GetValue(tokenizer));
}
