using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Generation;
using Anneal.Cli.Terminal;
using Anneal.Models.Language;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal generate</c>: a language model goes on with a text.</summary>
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
            LanguageModel opened = cache.Apply(parsed, model.Open(parsed));
            if (parsed.GetValue(draft) is { } smaller) opened = opened.WithDraft(LanguageModelFiles.Open(smaller, tokenizer: null).Network);
            GenerationOptions options = flags.Read(parsed, opened.Defaults with { LogProbabilities = parsed.GetValue(told) });
            string text = (parsed.GetValue(words) ?? parsed.GetValue(prompt)) is { } given ? given == StandardInput ? screen.Surroundings.Input.ReadToEnd() : given : "";
            Answer answer = new(screen, opened, text, cancellation);
            if (parsed.GetValue(beams) is { } count) return answer.Beams(Math.Clamp(count, 1, 64), options, parsed.GetValue(json));
            return parsed.GetValue(json) || parsed.GetValue(samples) != 1 ? answer.Whole(options, Math.Clamp(parsed.GetValue(samples), 1, 1000), parsed.GetValue(json)) : answer.Stream(options);
        });
        return command;
    }

    private sealed class Answer(Screen screen, LanguageModel model, string prompt, CancellationToken cancellation)
    {
        private readonly int[] ids = model.Encode(prompt);

        /// <summary>Writes the text as it comes; to a program exactly the text and nothing else.</summary>
        public int Stream(GenerationOptions options)
        {
            Speed speed = new(ids.Length);
            TextWriter output = screen.Surroundings.Output;
            int code = ExitCodes.Done;
            try
            {
                bool begun = false;
                foreach (GeneratedToken token in model.Stream(prompt, options, cancellation))
                {
                    if (!begun) output.Write(prompt);
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
            Speed speed = new(ids.Length);
            IReadOnlyList<GeneratedText> texts = model.Generate(prompt, options, samples, cancellation);
            speed.Count(texts.Sum(text => text.Ids.Count()));
            Show(texts, json);
            return ExitCodes.Done;
        }

        public int Beams(int count, GenerationOptions options, bool json)
        {
            int room = model.Network.ContextLength - ids.Length;
            int most = options.MaxTokens ?? (options.MaxLength - ids.Length) ?? Math.Min(room, 256);
            int[] best = new BeamSearch(model.Network, count).Search(ids, Math.Max(1, most), model.Ends, cancellation)[0].Ids;
            bool ended = model.Ends.Contains(best[^1]);
            string all = model.Tokenizer.Decode([.. ids, .. ended ? best[..^1] : best]), given = model.Tokenizer.Decode(ids);
            string text = all.StartsWith(given, StringComparison.Ordinal) ? all[given.Length..] : model.Tokenizer.Decode(best);
            Show([new GeneratedText(text, [.. best.Select(id => new GeneratedToken(id, "", IsEnd: model.Ends.Contains(id)))], ids.Length, ended ? FinishReason.Stop : FinishReason.Length)], json);
            return ExitCodes.Done;
        }

        private void Show(IReadOnlyList<GeneratedText> texts, bool json)
        {
            if (json)
            {
                screen.Line(JsonText.Object(writer => GenerationJson.Write(writer, model, prompt, ids.Length, texts)));
                return;
            }

            for (int i = 0; i < texts.Count; i++)
            {
                if (texts.Count > 1) screen.Line(screen.Say(LanguageMessages.Sample(i + 1)));
                screen.Line(prompt + texts[i].Text);
            }
        }
    }
}
