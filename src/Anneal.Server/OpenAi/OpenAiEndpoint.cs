using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Formats;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary>What the endpoints in OpenAI's form share: they read a JSON body, and answer mistakes the way OpenAI's clients expect.</summary>
/// <param name="model">The model's name.</param>
/// <param name="language">The language of messages when a request asks for none.</param>
/// <param name="isFull">Whether so many requests wait that no more are taken; left out, never.</param>
internal sealed class OpenAiEndpoint(string model, Language language, Func<bool>? isFull = null)
{
    /// <summary>Handles requests to a path whose body is a JSON object.</summary>
    public void Map(WebApplication application, string path, Func<HttpContext, JsonElement, Task<IResult?>> work) => application.MapPost(path, new RequestDelegate(Handling(work)));

    /// <summary>Tells which models are here: this one.</summary>
    public void MapModels(WebApplication application)
    {
        application.MapGet("/v1/models", () => JsonAnswer.Of(writer =>
        {
            writer.WriteString("object", "list");
            writer.WriteStartArray("data");
            writer.WriteStartObject();
            Describe(writer);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }));
        application.MapGet("/v1/models/{name}", (string name) => name == model ? JsonAnswer.Of(Describe) : Unknown(name).Answer());
    }

    private Func<HttpContext, Task> Handling(Func<HttpContext, JsonElement, Task<IResult?>> work) => async context =>
    {
        IResult? answer;
        try
        {
            if (isFull?.Invoke() == true) throw new OpenAiError(StatusCodes.Status429TooManyRequests, "too many requests wait already: ask again in a moment", code: "rate_limit_exceeded");
            using JsonDocument body = await StrictJson.ParseAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
            if (body.RootElement.ValueKind != JsonValueKind.Object) throw OpenAiError.Wrong("body", "a JSON object");
            CheckModel(body.RootElement);
            answer = await work(context, body.RootElement).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody listens any more
        }
        catch (Exception e) when (Explain(e, RequestLanguage.Of(context.Request, language)) is { } error)
        {
            if (context.Response.HasStarted)
            {
                context.Abort(); // half an answer was sent: the client has to see that it is none
                return;
            }

            answer = error.Answer();
        }

        if (answer is not null) await answer.ExecuteAsync(context).ConfigureAwait(false);
    };

    private static OpenAiError? Explain(Exception error, Language language) => error switch
    {
        OpenAiError known => known,
        JsonException e => new OpenAiError(StatusCodes.Status400BadRequest, ServerMessages.NotJson((e.LineNumber ?? 0) + 1).In(language), code: "invalid_json"),
        BadHttpRequestException e => new OpenAiError(e.StatusCode, ServerMessages.BadRequest.In(language)),
        UserErrorException e => new OpenAiError(StatusCodes.Status400BadRequest, $"{e.Reason.In(language)}{(language == Language.Chinese ? "；" : "; ")}{e.WayOut.In(language)}"),
        _ => null,
    };

    private void CheckModel(JsonElement body)
    {
        if (body.Text("model") is { } asked && asked != model) throw Unknown(asked);
    }

    private OpenAiError Unknown(string name) => new(StatusCodes.Status404NotFound, $"there is no model \"{name}\" here, only \"{model}\"", "model", "model_not_found");

    private void Describe(Utf8JsonWriter writer)
    {
        writer.WriteString("id", model);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", 0);
        writer.WriteString("owned_by", "anneal");
    }
}
