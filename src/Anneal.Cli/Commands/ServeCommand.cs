using System.CommandLine;
using Anneal.Cli.Generation;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Server;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Targets;

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
            string path = parsed.GetValue(bundle)!;
            if (LanguageModelFiles.IsLanguageModel(path))
                return ServeAsync(screen, cache.Apply(parsed, LanguageModelFiles.Open(path, parsed.GetValue(tokenizer))), parsed.GetValue(host)!, parsed.GetValue(port), parsed.GetValue(json), cancellation).GetAwaiter().GetResult();
            Bundle opened = Bundle.Open(path);
            TargetResult[] missed = [.. opened.Metrics.Targets.Where(t => !t.Met)];
            if (missed.Length > 0 && !parsed.GetValue(allowMissed)) throw new UserErrorException(ServeMessages.Missed(missed), ServeMessages.MissedWayOut, new Place(opened.Path));
            return ServeAsync(screen, opened, parsed.GetValue(host)!, parsed.GetValue(port), parsed.GetValue(json), cancellation).GetAwaiter().GetResult();
        });
        return command;
    }

    private static async Task<int> ServeAsync(Screen screen, Bundle bundle, string host, int port, bool json, CancellationToken cancellation)
    {
        await using BundleServer server = await StartAsync(() => BundleServer.StartAsync(bundle, host, port, screen.Language), port).ConfigureAwait(false);
        if (json)
        {
            screen.Line(JsonText.Object(writer => writer.WriteString("address", server.Address)));
        }
        else
        {
            screen.Line(screen.Say(ServeMessages.Serving(bundle.Config.Name, server.Address)));
            screen.Line($"  curl {server.Address}/schema");
            screen.Line(screen.Say(ServeMessages.Stop));
        }

        await server.RunAsync(cancellation).ConfigureAwait(false);
        if (!json) screen.Line(screen.Say(ServeMessages.Stopped));
        return ExitCodes.Done;
    }

    private static async Task<int> ServeAsync(Screen screen, LanguageModel model, string host, int port, bool json, CancellationToken cancellation)
    {
        await using LanguageModelServer server = await StartAsync(() => LanguageModelServer.StartAsync(model, host, port, screen.Language), port).ConfigureAwait(false);
        if (json)
        {
            screen.Line(JsonText.Object(writer => writer.WriteString("address", server.Address)));
        }
        else
        {
            screen.Line(screen.Say(ServeMessages.Serving(model.Name, server.Address)));
            screen.Line($"  curl {server.Address}/v1/chat/completions -d '{{\"messages\": [{{\"role\": \"user\", \"content\": \"Hi\"}}]}}'");
            screen.Line(screen.Say(ServeMessages.Stop));
        }

        await server.RunAsync(cancellation).ConfigureAwait(false);
        if (!json) screen.Line(screen.Say(ServeMessages.Stopped));
        return ExitCodes.Done;
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
