using System.CommandLine;
using Anneal.Cli.Generation;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Server;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Targets;
using Anneal.Workflow.TextTasks;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal serve</c>: a bundle or a language model over HTTP.</summary>
internal static class ServeCommand
{
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> bundle = new("bundle") { Description = screen.Say(CliMessages.BundleDescription) };
        Option<string> host = new("--host") { Description = screen.Say(ServeMessages.HostDescription), HelpName = "address", DefaultValueFactory = _ => "127.0.0.1" };
        Option<int> port = new("--port") { Description = screen.Say(ServeMessages.PortDescription), HelpName = "number", DefaultValueFactory = _ => 8080 };
        Option<bool> allowMissed = new("--allow-missed-targets") { Description = screen.Say(ServeMessages.MissedDescription) };
        Option<string?> tokenizer = new("--tokenizer") { Description = screen.Say(LanguageMessages.TokenizerDescription), HelpName = "file" };
        Option<bool> json = new("--json") { Description = screen.Say(CliMessages.RunJsonDescription) };
        Command command = new("serve", screen.Say(ServeMessages.Description)) { bundle, host, port, allowMissed, tokenizer, json };
        CacheFlag cache = new(screen, command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(bundle)!, address = parsed.GetValue(host)!;
            int number = parsed.GetValue(port);
            StoredModelKind? kind = ModelFit.Check(path, "serve")?.Kind;
            IReadOnlyList<TargetResult> missed = BundleTargets.Missed(path);
            if (missed.Count > 0 && !parsed.GetValue(allowMissed)) throw new UserErrorException(ServeMessages.Missed(missed), ServeMessages.MissedWayOut, new Place(path));
            return RunAsync().GetAwaiter().GetResult();

            Task<int> RunAsync()
            {
                switch (kind)
                {
                    case StoredModelKind.Answers or StoredModelKind.EncoderOfTask or StoredModelKind.Vectors or StoredModelKind.Writer:
                        return TextsAsync();
                    case StoredModelKind.Encoder:
                        return VectorsAsync();
                    case StoredModelKind.LanguageModel:
                    case null when LanguageModelFiles.IsLanguageModel(path):
                        return LanguageAsync();
                    default:
                        return RowsAsync();
                }
            }

            async Task<int> RowsAsync()
            {
                Bundle opened = Bundle.Open(path);
                await using BundleServer server = await StartAsync(() => BundleServer.StartAsync(opened, address, number, screen.Language), number).ConfigureAwait(false);
                return await ServeAsync(opened.Config.Name, server.Address, "/schema", server.RunAsync).ConfigureAwait(false);
            }

            async Task<int> TextsAsync()
            {
                await using BundleServer server = await StartAsync(() => BundleServer.StartAsync(path, address, number, screen.Language), number).ConfigureAwait(false);
                return await ServeAsync(TextTaskBundle.ConfigOf(path)!.Name, server.Address, "/schema", server.RunAsync).ConfigureAwait(false);
            }

            async Task<int> VectorsAsync()
            {
                TextEmbedder embedder = TextEmbedder.Open(path, parsed.GetValue(tokenizer));
                await using LanguageModelServer server = await StartAsync(() => LanguageModelServer.StartAsync(embedder, address, number, screen.Language), number).ConfigureAwait(false);
                return await ServeAsync(embedder.Name, server.Address, "/v1/embeddings -d '{\"input\": \"Hi\"}'", server.RunAsync).ConfigureAwait(false);
            }

            async Task<int> LanguageAsync()
            {
                LanguageModel model = cache.Apply(parsed, LanguageModelFiles.Open(path, parsed.GetValue(tokenizer)));
                await using LanguageModelServer server = await StartAsync(() => LanguageModelServer.StartAsync(model, address, number, screen.Language), number).ConfigureAwait(false);
                return await ServeAsync(model.Name, server.Address, "/v1/chat/completions -d '{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}'", server.RunAsync).ConfigureAwait(false);
            }

            async Task<int> ServeAsync(string name, string where, string example, Func<CancellationToken, Task> run)
            {
                bool asJson = parsed.GetValue(json);
                if (asJson)
                {
                    screen.Line(JsonText.Object(writer => writer.WriteString("address", where)));
                }
                else
                {
                    screen.Line(screen.Say(ServeMessages.Serving(name, where)));
                    screen.Line($"  curl {where}{example}");
                    screen.Line(screen.Say(ServeMessages.Stop));
                }

                await run(cancellation).ConfigureAwait(false);
                if (!asJson) screen.Line(screen.Say(ServeMessages.Stopped));
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static async Task<T> StartAsync<T>(Func<Task<T>> start, int port)
    {
        try
        {
            return await start().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or FormatException or UriFormatException)
        {
            throw new UserErrorException(ServeMessages.PortTaken(port), ServeMessages.PortTakenWayOut, inner: e);
        }
    }
}
