using System.CommandLine;
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

    public LanguageModel Open(ParseResult parsed) => LanguageModelFiles.Open(parsed.GetValue(model)!, parsed.GetValue(tokenizer), parsed.GetValue(template));
}
