using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Anneal.Server;

/// <summary>One bundle over HTTP: <c>/predict</c>, <c>/schema</c>, <c>/health</c>, and a page to try it on.</summary>
/// <remarks>Nothing that a request holds is logged: rows may be personal.</remarks>
public sealed class BundleServer : IAsyncDisposable
{
    /// <summary>The largest request, in bytes.</summary>
    private const long MostBytes = 32 << 20;

    private readonly WebApplication application;
    private readonly PredictionQueue queue;

    private BundleServer(WebApplication application, PredictionQueue queue)
    {
        this.application = application;
        this.queue = queue;
    }

    /// <summary>Where it listens, as a browser takes it.</summary>
    public string Address => application.Urls.First();

    /// <summary>Starts to serve a bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="host">The address to listen on, such as 127.0.0.1.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="language">The language of messages when a request asks for none.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<BundleServer> StartAsync(Bundle bundle, string host, int port, Language language)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            kestrel.AddServerHeader = false;
        });
        builder.WebHost.UseUrls($"http://{host}:{port.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

        WebApplication application = builder.Build();
        PredictionQueue queue = new(new Predictor(bundle));
        PredictEndpoint predict = new(queue, language);
        application.MapPost("/predict", predict.AnswerAsync);
        application.MapGet("/schema", () => JsonAnswer.Of(BundleDescription.Schema(bundle)));
        application.MapGet("/health", () => JsonAnswer.Of(BundleDescription.Health(bundle)));
        application.MapGet("/", (HttpRequest request) => Results.Content(TryItPage.Write(bundle, RequestLanguage.Of(request, language)), "text/html; charset=utf-8"));
        await application.StartAsync().ConfigureAwait(false);
        return new BundleServer(application, queue);
    }

    /// <summary>Serves until it is told to stop; requests that are under way are answered first.</summary>
    public async Task RunAsync(CancellationToken stop)
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync().ConfigureAwait(false);
        queue.Dispose();
    }
}
