using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Anneal.Server;

/// <summary>What all servers share: they listen on one address, log nothing that a request holds, and finish what is under way before they stop.</summary>
internal static class WebHost
{
    /// <param name="host">The address to listen on, such as 127.0.0.1.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="mostBytes">The largest request, in bytes.</param>
    public static WebApplication Build(string host, int port, long mostBytes)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = mostBytes;
            kestrel.AddServerHeader = false;
        });
        builder.WebHost.UseUrls($"http://{host}:{port.ToString(CultureInfo.InvariantCulture)}");
        return builder.Build();
    }

    /// <summary>Serves until it is told to stop; requests that are under way are answered first.</summary>
    public static async Task RunAsync(WebApplication application, CancellationToken stop)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
