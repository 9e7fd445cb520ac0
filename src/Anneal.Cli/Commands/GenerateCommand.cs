using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Generation;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Workflow.Bundles;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal generate</c>: a language model goes on with a text; a model that reads one text and writes another answers it.</summary>
internal static class GenerateCommand
{
    private const string StandardInput = "-";

    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Command command = new("generate", screen.Say(LanguageMessages.GenerateDescription));
        ModelFlags model = new(screen, command);
        Argument<string?> words = new("text") { Description = screen.Say(LanguageMessages.PromptDescription), Arity = ArgumentArity.ZeroOrOne };
        Option<string?> prompt = new("--prompt", "-p") { Description = screen.Say(LanguageMessages.PromptDescription), HelpName = "text" };
        Option<int> samples = new("--samples") { Description = screen.Say(LanguageMessages.SamplesDescription), HelpName = "number", DefaultValueFactory = _ => 1 };
        command.Arguments.Add(words);
        command.Options.Add(prompt);
        command.Options.Add(samples);
        GenerationFlags flags = new(screen, command);
        CacheFlag cache = new(screen, command);
        Option<int?> beams = new("--beams") { Description = screen.Say(LanguageMessages.BeamsDescription), HelpName = "number" };
        Option<string?> draft = new("--draft") { Description = screen.Say(LanguageMessages.DraftDescription), HelpName = "model" };
        Option<int?> told = new("--log-probabilities") { Description = screen.Say(LanguageMessages.LogProbabilitiesDescription), HelpName = "number" };
        Option<bool> json = new("--json") { Description = screen.Say(LanguageMessages.GenerateJsonDescription) };
        command.Options.Add(beams);
        command.Options.Add(draft);
        command.Options.Add(told);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            string text = (parsed.GetValue(words) ?? parsed.GetValue(prompt)) is { } given ? given == StandardInput ? screen.Surroundings.Input.ReadToEnd() : given : "";
            string name;
            TextToWrite task;
            if (StoredModel.Of(model.Path(parsed)) is { Kind: StoredModelKind.Writer })
            {
                if (parsed.GetValue(draft) is not null || cache.IsGiven(parsed)) throw new UserErrorException(LanguageMessages.NotForWriters, LanguageMessages.NotForWritersWayOut);
                TextTranslator writer = model.OpenWriter(parsed);
                (name, task) = (writer.Name, writer.Prepare(text));
            }
            else
            {
                LanguageModel opened = cache.Apply(parsed, model.Open(parsed, "generate"));
                if (parsed.GetValue(draft) is { } smaller) opened = opened.WithDraft(LanguageModelFiles.Open(smaller, tokenizer: null).Network);
                (name, task) = (opened.Name, opened.Prepare(text));
            }

            GenerationOptions options = flags.Read(parsed, task.Defaults with { LogProbabilities = parsed.GetValue(told) });
            int count = Math.Clamp(parsed.GetValue(samples), 1, 1000);
            bool likeliest = options is { Temperature: 0, Grammar: null, LogProbabilities: null, StopTexts.Count: 0 } && count == 1;
            int sought = parsed.GetValue(beams) is { } wanted ? Math.Clamp(wanted, 1, 64) : likeliest ? task.Beams : 1;
            Answer answer = new(screen, name, text, task, cancellation);
            if (sought > 1 || parsed.GetValue(beams) is not null) return answer.Search(sought, options, parsed.GetValue(json));
            return parsed.GetValue(json) || count != 1 ? answer.Whole(options, count, parsed.GetValue(json)) : answer.Stream(options);
        });
        return command;
    }

    private sealed class Answer(Screen screen, string name, string prompt, TextToWrite task, CancellationToken cancellation)
    {
        /// <summary>Writes the text as it comes; to a program exactly the text and nothing else.</summary>
        public int Stream(GenerationOptions options)
        {
            Speed speed = new(task.TokensRead);
            TextWriter output = screen.Surroundings.Output;
            int code = ExitCodes.Done;
            try
            {
                bool begun = false;
                foreach (GeneratedToken token in task.Generator.Stream(task.Prompt, options, cancellation))
                {
                    if (!begun) output.Write(task.Shown);
                    begun = true;
                    if (!token.IsEnd) speed.Count();
                    output.Write(token.Text);
                    output.Flush();
                }
            }
            catch (OperationCanceledException)
            {
                code = ExitCodes.Interrupted;
            }

            if (screen.Surroundings.IsTerminal) output.WriteLine();
            speed.Show(screen);
            return code;
        }

        public int Whole(GenerationOptions options, int samples, bool json)
        {
            Show(task.Generator.Generate(task.Prompt, options, samples, cancellation), json);
            return ExitCodes.Done;
        }

        public int Search(int beams, GenerationOptions options, bool json)
        {
            Show([task.Search(beams, options, cancellation)], json);
            return ExitCodes.Done;
        }

        private void Show(IReadOnlyList<GeneratedText> texts, bool json)
        {
            if (json)
            {
                screen.Line(JsonText.Object(writer => GenerationJson.Write(writer, name, task.Generator.Tokenizer, prompt, task.TokensRead, texts)));
                return;
            }

            for (int i = 0; i < texts.Count; i++)
            {
                if (texts.Count > 1) screen.Line(screen.Say(LanguageMessages.Sample(i + 1)));
                screen.Line(task.Shown + texts[i].Text);
            }
        }
    }
}
