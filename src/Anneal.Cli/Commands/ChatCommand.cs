using System.CommandLine;
using System.Text;
using Anneal.Cli.Json;
using Anneal.Cli.Generation;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Models.Language;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal chat</c>: a conversation at the terminal, or through a pipe, a line for each turn.</summary>
internal static class ChatCommand
{
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Command command = new("chat", screen.Say(LanguageMessages.ChatDescription));
        ModelFlags model = new(screen, command);
        Option<string?> system = new("--system") { Description = screen.Say(LanguageMessages.SystemDescription), HelpName = "text" };
        command.Options.Add(system);
        GenerationFlags flags = new(screen, command);
        CacheFlag cache = new(screen, command);
        Option<bool> json = new("--json") { Description = screen.Say(LanguageMessages.ChatJsonDescription) };
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            LanguageModel opened = cache.Apply(parsed, model.Open(parsed, "chat"));
            GenerationOptions options = flags.Read(parsed, opened.Defaults);
            return new Conversation(screen, opened, options, parsed.GetValue(system), parsed.GetValue(json), cancellation).Run();
        });
        return command;
    }

    private sealed class Conversation(Screen screen, LanguageModel model, GenerationOptions options, string? system, bool json, CancellationToken cancellation)
    {
        private readonly List<ChatTurn> turns = [];
        private readonly TextWriter output = screen.Surroundings.Output;
        private readonly bool isPerson = screen.Surroundings.InputIsTerminal;

        public int Run()
        {
            if (model.Template is null) screen.Notice(LanguageMessages.NoTemplate);
            if (isPerson) screen.Line(screen.Say(LanguageMessages.ChatHelp));
            Forget();
            while (!cancellation.IsCancellationRequested && Line() is { } said)
            {
                switch (said.Trim())
                {
                    case "": continue;
                    case "/exit" or "/quit" or "/bye": return ExitCodes.Done;
                    case "/help": screen.Line(screen.Say(LanguageMessages.ChatHelp)); continue;
                    case "/clear":
                        Forget();
                        if (isPerson) screen.Line(screen.Say(LanguageMessages.Cleared));
                        continue;
                    case ['/', ..] unknown when isPerson:
                        screen.Line(screen.Say(LanguageMessages.UnknownChatCommand(unknown)));
                        continue;
                }

                turns.Add(new ChatTurn("user", said));
                if (!Answer()) return cancellation.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.UserMistake;
            }

            return cancellation.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Done;
        }

        /// <summary>What the user says next; null when there is no more.</summary>
        private string? Line()
        {
            StringBuilder said = new();
            while (true)
            {
                string? line = isPerson ? screen.Ask(said.Length == 0 ? LanguageMessages.You : new Message("", "")) : screen.Surroundings.Input.ReadLine();
                if (line is null) return said.Length > 0 ? said.ToString() : null;
                if (!line.EndsWith('\\')) return said.Append(line).ToString();
                said.Append(line, 0, line.Length - 1).Append('\n');
            }
        }

        private bool Answer()
        {
            StringBuilder answer = new();
            FinishReason? finish = null;
            Speed speed = new(model.Encode(turns).Length);
            try
            {
                foreach (GeneratedToken token in model.Stream(turns, options, cancellation))
                {
                    if (!token.IsEnd) speed.Count();
                    answer.Append(token.Text);
                    finish = token.Finish;
                    if (json) continue;
                    output.Write(token.Text);
                    output.Flush();
                }
            }
            catch (OperationCanceledException)
            {
                output.WriteLine();
                screen.Surroundings.Error.WriteLine(screen.Say(LanguageMessages.Stopped));
                return false;
            }
            catch (UserErrorException error) when (isPerson)
            {
                // A conversation that has grown too long, or that the template refuses: the person can clear it and go on.
                ErrorPrinter.Print(screen, error);
                turns.RemoveAt(turns.Count - 1);
                return true;
            }

            turns.Add(new ChatTurn("assistant", answer.ToString().Trim()));
            if (json)
            {
                screen.Line(JsonText.Object(writer =>
                {
                    writer.WriteString("content", answer.ToString());
                    writer.WriteString("finish", System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName((finish ?? FinishReason.Stop).ToString()));
                    writer.WriteNumber("tokens", speed.Tokens);
                }));
            }
            else
            {
                output.WriteLine();
            }

            if (isPerson) speed.Show(screen);
            return true;
        }

        private void Forget()
        {
            turns.Clear();
            if (system is not null) turns.Add(new ChatTurn("system", system));
        }
    }
}
