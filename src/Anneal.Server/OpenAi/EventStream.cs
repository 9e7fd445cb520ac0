using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary>An answer that comes in parts: server-sent events, ended by <c>[DONE]</c>.</summary>
/// <param name="context">The request.</param>
internal sealed class EventStream(HttpContext context)
{
    private static readonly byte[] Data = "data: "u8.ToArray(), End = "\n\n"u8.ToArray(), Done = "data: [DONE]\n\n"u8.ToArray();

    public async Task WriteAsync(Action<Utf8JsonWriter> fill)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            context.Response.Headers.CacheControl = "no-cache";
        }

        byte[] json = JsonAnswer.Write(fill).ToArray();
        byte[] all = [.. Data, .. json, .. End];
        await context.Response.Body.WriteAsync(all, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    public async Task FinishAsync()
    {
        await context.Response.Body.WriteAsync(Done, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
