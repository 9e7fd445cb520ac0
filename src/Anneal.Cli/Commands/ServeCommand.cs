using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Server;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Targets;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal serve</c>: a bundle over HTTP.</summary>
internal static class ServeCommand
{
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> bundle = new("bundle") { Description = screen.Say(CliMessages.BundleDescription) };
        Option<string> host = new("--host") { Description = screen.Say(ServeMessages.HostDescription), HelpName = "address", DefaultValueFactory = _ => "127.0.0.1" };
        Option<int> port = new("--port") { Description = screen.Say(ServeMessages.PortDescription), HelpName = "number", DefaultValueFactory = _ => 8080 };
        Option<bool> allowMissed = new("--allow-missed-targets") { Description = screen.Say(ServeMessages.MissedDescription) };
        Option<bool> json = new("--json") { Description = screen.Say(CliMessages.RunJsonDescription) };
        Command command = new("serve", screen.Say(ServeMessages.Description)) { bundle, host, port, allowMissed, json };
        command.SetAction(parsed =>
        {
            Bundle opened = Bundle.Open(parsed.GetValue(bundle)!);
            TargetResult[] missed = [.. opened.Metrics.Targets.Where(t => !t.Met)];
            if (missed.Length > 0 && !parsed.GetValue(allowMissed)) throw new UserErrorException(ServeMessages.Missed(missed), ServeMessages.MissedWayOut, new Place(opened.Path));
            return ServeAsync(screen, opened, parsed.GetValue(host)!, parsed.GetValue(port), parsed.GetValue(json), cancellation).GetAwaiter().GetResult();
        });
        return command;
    }

    private static async Task<int> ServeAsync(Screen screen, Bundle bundle, string host, int port, bool json, CancellationToken cancellation)
    {
        await using BundleServer server = await StartAsync(screen, bundle, host, port).ConfigureAwait(false);
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

    private static async Task<BundleServer> StartAsync(Screen screen, Bundle bundle, string host, int port)
    {
        try
        {
            return await BundleServer.StartAsync(bundle, host, port, screen.Language).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or FormatException or UriFormatException)
        {
            throw new UserErrorException(ServeMessages.PortTaken(port), ServeMessages.PortTakenWayOut, inner: e);
        }
    }
}
