using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Formats;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary><c>POST /predict</c>: a row, a list of rows, or <c>{"rows": […]}</c>; the answer has the form of the question.</summary>
/// <param name="queue">The model.</param>
/// <param name="language">The language of messages when the request asks for none.</param>
internal sealed class PredictEndpoint(PredictionQueue queue, Language language)
{
    /// <summary>More rows than this belong into a file.</summary>
    private const int MostRows = 10_000;

    public async Task<IResult> AnswerAsync(HttpRequest request)
    {
        Language spoken = RequestLanguage.Of(request, language);
        try
        {
            using JsonDocument body = await StrictJson.ParseAsync(request.Body, request.HttpContext.RequestAborted).ConfigureAwait(false);
            return await AnswerAsync(body.RootElement, spoken, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            return Refuse(StatusCodes.Status400BadRequest, ServerMessages.NotJson((e.LineNumber ?? 0) + 1), ServerMessages.NotJsonWayOut, null, spoken);
        }
        catch (BadHttpRequestException e)
        {
            return Refuse(e.StatusCode, ServerMessages.BadRequest, ServerMessages.BadRequestWayOut, null, spoken);
        }
        catch (UserErrorException e)
        {
            return Refuse(StatusCodes.Status400BadRequest, e.Reason, e.WayOut, e.Place?.File, spoken);
        }
    }

    private async Task<IResult> AnswerAsync(JsonElement body, Language spoken, CancellationToken cancellation)
    {
        List<Message> notices = [];
        bool wrapped = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("rows", out JsonElement inner) && inner.ValueKind == JsonValueKind.Array;
        bool many = wrapped || body.ValueKind == JsonValueKind.Array;
        using JsonDocument? single = many ? null : JsonDocument.Parse($"[{body.GetRawText()}]");
        JsonElement rows = wrapped ? body.GetProperty("rows") : single?.RootElement ?? body;
        if (rows.GetArrayLength() > MostRows) return Refuse(StatusCodes.Status413PayloadTooLarge, ServerMessages.TooManyRows(MostRows), ServerMessages.TooManyRowsWayOut, null, spoken);
        IReadOnlyList<Action<Utf8JsonWriter>> answers = await queue.AnswerAsync(rows, "rows", notices, cancellation).ConfigureAwait(false);
        return JsonAnswer.Of(writer =>
        {
            if (!many)
            {
                answers[0](writer);
            }
            else
            {
                writer.WriteStartArray("predictions");
                foreach (Action<Utf8JsonWriter> answer in answers)
                {
                    writer.WriteStartObject();
                    answer(writer);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteStartArray("notices");
            foreach (Message notice in notices) writer.WriteStringValue(notice.In(spoken));
            writer.WriteEndArray();
        });
    }

    private static IResult Refuse(int status, Message reason, Message wayOut, string? place, Language language) => JsonAnswer.Of(
        writer =>
        {
            writer.WriteStartObject("error");
            writer.WriteString("message", reason.In(language));
            if (place is not null) writer.WriteString("where", place);
            writer.WriteString("fix", wayOut.In(language));
            writer.WriteEndObject();
        },
        status);
}
