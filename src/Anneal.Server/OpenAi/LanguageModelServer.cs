using Anneal.Data.Messages;
using Anneal.Models.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary>A language model over HTTP, in OpenAI's form: <c>/v1/chat/completions</c>, <c>/v1/completions</c>, <c>/v1/embeddings</c>, <c>/v1/models</c>; and <c>/health</c>.</summary>
/// <remarks>Requests that come together are answered together, token by token. Nothing that a request holds is logged.</remarks>
public sealed class LanguageModelServer : IAsyncDisposable
{
    /// <summary>The largest request, in bytes.</summary>
    private const long MostBytes = 8 << 20;

    private readonly WebApplication application;

    private LanguageModelServer(WebApplication application) => this.application = application;

    /// <summary>Where it listens, as a browser takes it.</summary>
    public string Address => application.Urls.First();

    /// <summary>Starts to serve a model.</summary>
    /// <param name="model">The model, which nothing else may use meanwhile.</param>
    /// <param name="host">The address to listen on, such as 127.0.0.1.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="language">The language of messages when a request asks for none.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<LanguageModelServer> StartAsync(LanguageModel model, string host, int port, Language language) => StartAsync(model.Name, host, port, application =>
    {
        GenerationQueue queue = new(model);
        OpenAiEndpoint endpoint = new(model.Name, language, () => queue.IsFull);
        endpoint.Map(application, "/v1/chat/completions", new ChatCompletions(queue).AnswerAsync);
        endpoint.Map(application, "/v1/completions", new Completions(queue).AnswerAsync);
        endpoint.Map(application, "/v1/embeddings", new Embeddings(model.Name, new Lazy<TextEmbedder>(() => TextEmbedder.Of(model))).AnswerAsync);
        endpoint.MapModels(application);
    });

    /// <summary>Starts to serve a model that turns texts into vectors: <c>/v1/embeddings</c>, <c>/v1/models</c> and <c>/health</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="host">The address to listen on, such as 127.0.0.1.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="language">The language of messages when a request asks for none.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<LanguageModelServer> StartAsync(TextEmbedder model, string host, int port, Language language) => StartAsync(model.Name, host, port, application =>
    {
        OpenAiEndpoint endpoint = new(model.Name, language);
        endpoint.Map(application, "/v1/embeddings", new Embeddings(model.Name, new Lazy<TextEmbedder>(model)).AnswerAsync);
        endpoint.MapModels(application);
    });

    /// <summary>Serves until it is told to stop; requests that are under way are answered first.</summary>
    public Task RunAsync(CancellationToken stop) => WebHost.RunAsync(application, stop);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static async Task<LanguageModelServer> StartAsync(string name, string host, int port, Action<WebApplication> map)
    {
        WebApplication application = WebHost.Build(host, port, MostBytes);
        map(application);
        application.MapGet("/health", () => JsonAnswer.Of(writer =>
        {
            writer.WriteString("status", "ok");
            writer.WriteString("name", name);
        }));
        application.MapFallback(() => new OpenAiError(StatusCodes.Status404NotFound, "there is nothing here; see /v1/models", code: "not_found").Answer());
        await application.StartAsync().ConfigureAwait(false);
        return new LanguageModelServer(application);
    }
}
