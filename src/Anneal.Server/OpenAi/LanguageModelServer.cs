using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Models.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
    public static async Task<LanguageModelServer> StartAsync(LanguageModel model, string host, int port, Language language)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            kestrel.AddServerHeader = false;
        });
        builder.WebHost.UseUrls($"http://{host}:{port.ToString(CultureInfo.InvariantCulture)}");

        WebApplication application = builder.Build();
        GenerationQueue queue = new(model);
        OpenAiEndpoint endpoint = new(queue, language);
        application.MapPost("/v1/chat/completions", new RequestDelegate(endpoint.Handling(new ChatCompletions(queue).AnswerAsync)));
        application.MapPost("/v1/completions", new RequestDelegate(endpoint.Handling(new Completions(queue).AnswerAsync)));
        application.MapPost("/v1/embeddings", new RequestDelegate(endpoint.Handling(new Embeddings(model).AnswerAsync)));
        application.MapGet("/v1/models", () => JsonAnswer.Of(writer =>
        {
            writer.WriteString("object", "list");
            writer.WriteStartArray("data");
            writer.WriteStartObject();
            Describe(writer, model);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }));
        application.MapGet("/v1/models/{name}", (string name) => name == model.Name
            ? JsonAnswer.Of(writer => Describe(writer, model))
            : new OpenAiError(StatusCodes.Status404NotFound, $"there is no model \"{name}\" here, only \"{model.Name}\"", "model", "model_not_found").Answer());
        application.MapGet("/health", () => JsonAnswer.Of(writer =>
        {
            writer.WriteString("status", "ok");
            writer.WriteString("name", model.Name);
        }));
        application.MapFallback(() => new OpenAiError(StatusCodes.Status404NotFound, "there is nothing here; see /v1/models", code: "not_found").Answer());
        await application.StartAsync().ConfigureAwait(false);
        return new LanguageModelServer(application);
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
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static void Describe(Utf8JsonWriter writer, LanguageModel model)
    {
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", 0);
        writer.WriteString("owned_by", "anneal");
    }
}
