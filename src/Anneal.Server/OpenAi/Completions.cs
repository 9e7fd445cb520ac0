using System.Globalization;
using System.Text.Json;
using Anneal.Models.Language;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary><c>POST /v1/completions</c>: goes on with texts, as OpenAI describes it.</summary>
/// <param name="queue">The model.</param>
internal sealed class Completions(GenerationQueue queue)
{
    private const int MostPrompts = 64;
    private const int UsualTokens = 16;

    private readonly OpenAiLogProbabilities probabilities = new(queue.Model.Tokenizer);

    public async Task<IResult?> AnswerAsync(HttpContext context, JsonElement body)
    {
        List<int[]> prompts = Prompts(body);
        GenerationOptions options = body.Sampling(queue.Model.Defaults with { MaxTokens = UsualTokens }) with { LogProbabilities = body.Whole("logprobs") };
        if (body.Text("suffix") is { Length: > 0 }) throw OpenAiError.Wrong("suffix", "nothing: this model can't write into a gap");
        int samples = body.Samples();
        bool echo = body.Flag("echo");
        string id = string.Create(CultureInfo.InvariantCulture, $"cmpl-{Guid.NewGuid():N}");
        var parts = SideBySide.StreamAsync(prompts.Count * samples, (index, stop) => queue.StreamAsync(prompts[index / samples], options, index % samples, stop), context.RequestAborted);
        string[] before = [.. prompts.Select(prompt => echo ? queue.Model.Tokenizer.Decode(prompt) : "")];
        if (body.Flag("stream"))
        {
            bool usage = body.Has("stream_options", out JsonElement given) && given.ValueKind == JsonValueKind.Object && given.Flag("include_usage");
            await StreamAsync(context, id, parts, prompts, samples, before, options, usage).ConfigureAwait(false);
            return null;
        }

        List<GeneratedToken>[] answers = [.. Enumerable.Range(0, prompts.Count * samples).Select(_ => new List<GeneratedToken>())];
        await foreach ((int index, GeneratedToken token) in parts.ConfigureAwait(false)) answers[index].Add(token);
        return JsonAnswer.Of(writer =>
        {
            ChatCompletions.Head(writer, id, "text_completion", queue.Model.Name);
            writer.WriteStartArray("choices");
            for (int i = 0; i < answers.Length; i++) Choice(writer, i, before[i / samples] + string.Concat(answers[i].Select(token => token.Text)), answers[i], options);
            writer.WriteEndArray();
            ChatCompletions.Usage(writer, prompts.Sum(prompt => prompt.Length), answers.Sum(answer => answer.Count(token => !token.IsEnd)));
        });
    }

    private async Task StreamAsync(
        HttpContext context, string id, IAsyncEnumerable<(int Index, GeneratedToken Part)> parts, List<int[]> prompts, int samples, string[] before, GenerationOptions options, bool usage)
    {
        EventStream stream = new(context);
        HashSet<int> begun = [];
        int written = 0;
        await foreach ((int index, GeneratedToken token) in parts.ConfigureAwait(false))
        {
            if (!token.IsEnd) written++;
            string text = (begun.Add(index) ? before[index / samples] : "") + token.Text;
            if (text.Length == 0 && token.Finish is null && options.LogProbabilities is null) continue;
            await stream.WriteAsync(writer =>
            {
                ChatCompletions.Head(writer, id, "text_completion", queue.Model.Name);
                writer.WriteStartArray("choices");
                Choice(writer, index, text, [token], options);
                writer.WriteEndArray();
            }).ConfigureAwait(false);
        }

        if (usage)
        {
            await stream.WriteAsync(writer =>
            {
                ChatCompletions.Head(writer, id, "text_completion", queue.Model.Name);
                writer.WriteStartArray("choices");
                writer.WriteEndArray();
                ChatCompletions.Usage(writer, prompts.Sum(prompt => prompt.Length), written);
            }).ConfigureAwait(false);
        }

        await stream.FinishAsync().ConfigureAwait(false);
    }

    private void Choice(Utf8JsonWriter writer, int index, string text, IReadOnlyList<GeneratedToken> tokens, GenerationOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("text", text);
        writer.WriteNumber("index", index);
        if (options.LogProbabilities is null) writer.WriteNull("logprobs");
        else probabilities.WriteCompletion(writer, tokens);
        writer.WriteString("finish_reason", tokens[^1].Finish switch { null => null, FinishReason.Stop => "stop", _ => "length" });
        writer.WriteEndObject();
    }

    private List<int[]> Prompts(JsonElement body)
    {
        if (!body.Has("prompt", out JsonElement prompt)) return [queue.Model.Encode("")];
        List<int[]> all = prompt.ValueKind == JsonValueKind.Array && prompt.GetArrayLength() > 0 && prompt[0].ValueKind != JsonValueKind.Number
            ? [.. prompt.EnumerateArray().Select(One)] : [One(prompt)];
        return all.Count <= MostPrompts ? all : throw OpenAiError.Wrong("prompt", "at most 64 prompts");
    }

    private int[] One(JsonElement prompt) => prompt.ValueKind switch
    {
        JsonValueKind.String => queue.Model.Encode(prompt.GetString()!),
        JsonValueKind.Array => [.. prompt.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out int number) ? number : throw OpenAiError.Wrong("prompt", "token ids"))],
        _ => throw OpenAiError.Wrong("prompt", "a text, token ids, or a list of them"),
    };
}
