using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary>An answer of the server: one JSON object.</summary>
internal static class JsonAnswer
{
    public static IResult Of(Action<Utf8JsonWriter> fill, int status = StatusCodes.Status200OK) =>
        Results.Text(Encoding.UTF8.GetString(Write(fill)), "application/json", Encoding.UTF8, status);

    public static ReadOnlySpan<byte> Write(Action<Utf8JsonWriter> fill)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) });
        writer.WriteStartObject();
        fill(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
