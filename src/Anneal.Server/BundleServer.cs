using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.TextTasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary>One bundle over HTTP: <c>/predict</c>, <c>/schema</c>, <c>/health</c>, and a page to try it on; a bundle that turns texts into vectors also at <c>/v1/embeddings</c>.</summary>
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

    /// <summary>Starts to serve a bundle that predicts rows.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="host">The address to listen on, such as 127.0.0.1.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="language">The language of messages when a request asks for none.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<BundleServer> StartAsync(Bundle bundle, string host, int port, Language language) => StartAsync(new ServedRows(bundle), null, host, port, language);

    /// <summary>Starts to serve a bundle of a task over texts.</summary>
    /// <param name="bundle">The bundle's folder.</param>
    /// <param name="host">The address to listen on, such as 127.0.0.1.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="language">The language of messages when a request asks for none.</param>
    /// <exception cref="ArgumentException">The folder is no such bundle.</exception>
    /// <exception cref="UserErrorException">The bundle is damaged.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<BundleServer> StartAsync(string bundle, string host, int port, Language language)
    {
        TextPredictor predictor = TextTaskBundle.TryOpen(bundle) ?? throw new ArgumentException($"{bundle} is no bundle of a task over texts.", nameof(bundle));
        return StartAsync(new ServedTexts(bundle, TextTaskBundle.ConfigOf(bundle)!, predictor), predictor.Embedder, host, port, language);
    }

    private static async Task<BundleServer> StartAsync(ServedModel model, TextEmbedder? embedder, string host, int port, Language language)
    {
        WebApplication application = WebHost.Build(host, port, MostBytes);
        PredictionQueue queue = new(model);
        PredictEndpoint predict = new(queue, language);
        application.MapPost("/predict", predict.AnswerAsync);
        application.MapGet("/schema", () => JsonAnswer.Of(model.WriteSchema));
        application.MapGet("/health", () => JsonAnswer.Of(writer =>
        {
            writer.WriteString("status", "ok");
            writer.WriteString("name", model.Name);
            writer.WriteString("bundle", Path.GetFileName(Path.TrimEndingDirectorySeparator(model.Path)));
        }));
        application.MapGet("/", (HttpRequest request) => Results.Content(TryItPage.Write(model, RequestLanguage.Of(request, language)), "text/html; charset=utf-8"));
        if (embedder is not null)
        {
            OpenAiEndpoint endpoint = new(model.Name, language);
            endpoint.Map(application, "/v1/embeddings", new Embeddings(model.Name, new Lazy<TextEmbedder>(embedder)).AnswerAsync);
            endpoint.MapModels(application);
        }

        await application.StartAsync().ConfigureAwait(false);
        return new BundleServer(application, queue);
    }

    /// <summary>Serves until it is told to stop; requests that are under way are answered first.</summary>
    public Task RunAsync(CancellationToken stop) => WebHost.RunAsync(application, stop);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync().ConfigureAwait(false);
        queue.Dispose();
    }
}
