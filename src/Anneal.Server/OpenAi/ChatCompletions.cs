using System.Globalization;
using System.Text;
using System.Text.Json;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Models.Language;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary><c>POST /v1/chat/completions</c>, as OpenAI describes it.</summary>
/// <param name="queue">The model.</param>
internal sealed class ChatCompletions(GenerationQueue queue)
{
    private readonly OpenAiLogProbabilities probabilities = new(queue.Model.Tokenizer);

    public async Task<IResult?> AnswerAsync(HttpContext context, JsonElement body)
    {
        ChatRequest request = ChatRequestReader.Read(body, queue.Model.Defaults);
        int samples = body.Samples();
        string id = string.Create(CultureInfo.InvariantCulture, $"chatcmpl-{Guid.NewGuid():N}");
        IAsyncEnumerable<(int Index, ChatPiece Part)> parts = SideBySide.StreamAsync(samples, (sample, stop) => ChatAnswer.StreamAsync(queue, request, sample, stop), context.RequestAborted);
        if (body.Flag("stream"))
        {
            bool usage = body.Has("stream_options", out JsonElement options) && options.ValueKind == JsonValueKind.Object && options.Flag("include_usage");
            await StreamAsync(context, id, parts, samples, request.Options.LogProbabilities is not null, usage).ConfigureAwait(false);
            return null;
        }

        List<ChatPiece>[] answers = [.. Enumerable.Range(0, samples).Select(_ => new List<ChatPiece>())];
        await foreach ((int index, ChatPiece part) in parts.ConfigureAwait(false)) answers[index].Add(part);
        return JsonAnswer.Of(writer => WriteWhole(writer, id, answers, request.Options.LogProbabilities is not null));
    }

    private async Task StreamAsync(HttpContext context, string id, IAsyncEnumerable<(int Index, ChatPiece Part)> parts, int samples, bool told, bool usage)
    {
        EventStream stream = new(context);
        bool[] begun = new bool[samples];
        int prompt = 0;
        int[] written = new int[samples];
        await foreach ((int index, ChatPiece part) in parts.ConfigureAwait(false))
        {
            (prompt, written[index]) = (part.PromptTokens, part.AnswerTokens);
            bool first = !begun[index];
            begun[index] = true;
            if (first || part.Text.Length > 0 || part.Finish is not null || told)
            {
                await stream.WriteAsync(writer => Chunk(writer, id, index, usage, () =>
                {
                    writer.WriteStartObject("delta");
                    if (first) writer.WriteString("role", "assistant");
                    if (first || part.Text.Length > 0) writer.WriteString("content", part.Text);
                    if (part.Calls.Count > 0) Calls(writer, part.Calls, numbered: true);
                    writer.WriteEndObject();
                    if (told) probabilities.WriteChat(writer, [part.Token]);
                    writer.WriteString("finish_reason", Reason(part));
                })).ConfigureAwait(false);
            }
        }

        if (usage)
        {
            await stream.WriteAsync(writer =>
            {
                Head(writer, id, "chat.completion.chunk", queue.Model.Name);
                writer.WriteStartArray("choices");
                writer.WriteEndArray();
                Usage(writer, prompt, written.Sum());
            }).ConfigureAwait(false);
        }

        await stream.FinishAsync().ConfigureAwait(false);
    }

    private void Chunk(Utf8JsonWriter writer, string id, int index, bool usage, Action choice)
    {
        Head(writer, id, "chat.completion.chunk", queue.Model.Name);
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", index);
        choice();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (usage) writer.WriteNull("usage");
    }

    private void WriteWhole(Utf8JsonWriter writer, string id, List<ChatPiece>[] answers, bool told)
    {
        Head(writer, id, "chat.completion", queue.Model.Name);
        writer.WriteStartArray("choices");
        for (int index = 0; index < answers.Length; index++)
        {
            ChatPiece last = answers[index][^1];
            string text = answers[index].Aggregate(new StringBuilder(), (all, part) => all.Append(part.Text)).ToString();
            writer.WriteStartObject();
            writer.WriteNumber("index", index);
            writer.WriteStartObject("message");
            writer.WriteString("role", "assistant");
            if (text.Length == 0 && last.Calls.Count > 0) writer.WriteNull("content");
            else writer.WriteString("content", text);
            writer.WriteNull("refusal");
            if (last.Calls.Count > 0) Calls(writer, last.Calls, numbered: false);
            writer.WriteEndObject();
            if (told) probabilities.WriteChat(writer, answers[index].Select(part => part.Token));
            else writer.WriteNull("logprobs");
            writer.WriteString("finish_reason", Reason(last));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Usage(writer, answers[0][^1].PromptTokens, answers.Sum(answer => answer[^1].AnswerTokens));
    }

    internal static void Head(Utf8JsonWriter writer, string id, string kind, string model)
    {
        writer.WriteString("id", id);
        writer.WriteString("object", kind);
        writer.WriteNumber("created", DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        writer.WriteString("model", model);
    }

    internal static void Usage(Utf8JsonWriter writer, int prompt, int answer)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", prompt);
        writer.WriteNumber("completion_tokens", answer);
        writer.WriteNumber("total_tokens", prompt + answer);
        writer.WriteEndObject();
    }

    private static string? Reason(ChatPiece part) => part.Finish is null ? null : part.Calls.Count > 0 ? "tool_calls" : part.Finish == FinishReason.Stop ? "stop" : "length";

    private static void Calls(Utf8JsonWriter writer, IReadOnlyList<ChatToolCall> calls, bool numbered)
    {
        writer.WriteStartArray("tool_calls");
        for (int i = 0; i < calls.Count; i++)
        {
            writer.WriteStartObject();
            if (numbered) writer.WriteNumber("index", i);
            writer.WriteString("id", calls[i].Id);
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", calls[i].Name);
            writer.WriteString("arguments", calls[i].Arguments.GetRawText());
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
