using System.Runtime.InteropServices;
using System.Text.Json;
using Anneal.Models.Language;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary><c>POST /v1/embeddings</c>, as OpenAI describes it.</summary>
/// <param name="model">The model's name.</param>
/// <param name="embedder">The model; only asked for when a request comes, which is told when the model shows no vectors.</param>
internal sealed class Embeddings(string model, Lazy<TextEmbedder> embedder)
{
    private const int MostInputs = 2048;

    public async Task<IResult?> AnswerAsync(HttpContext context, JsonElement body)
    {
        List<int[]> inputs = Inputs(body);
        bool base64 = body.Text("encoding_format") switch { null or "float" => false, "base64" => true, _ => throw OpenAiError.Wrong("encoding_format", "float or base64") };
        if (body.Whole("dimensions") is { } wanted && wanted != embedder.Value.Size) throw OpenAiError.Wrong("dimensions", $"{embedder.Value.Size.ToString(System.Globalization.CultureInfo.InvariantCulture)}, the size of this model's vectors");
        List<float[]> vectors = await Task.Run(() => inputs.ConvertAll(ids =>
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            return embedder.Value.Embed(ids);
        })).ConfigureAwait(false);
        return JsonAnswer.Of(writer =>
        {
            writer.WriteString("object", "list");
            writer.WriteStartArray("data");
            for (int i = 0; i < vectors.Count; i++)
            {
                writer.WriteStartObject();
                writer.WriteString("object", "embedding");
                writer.WriteNumber("index", i);
                if (base64)
                {
                    writer.WriteBase64String("embedding", MemoryMarshal.AsBytes(vectors[i].AsSpan()));
                }
                else
                {
                    writer.WriteStartArray("embedding");
                    foreach (float value in vectors[i]) writer.WriteNumberValue(value);
                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("model", model);
            int tokens = inputs.Sum(ids => ids.Length);
            writer.WriteStartObject("usage");
            writer.WriteNumber("prompt_tokens", tokens);
            writer.WriteNumber("total_tokens", tokens);
            writer.WriteEndObject();
        });
    }

    private List<int[]> Inputs(JsonElement body)
    {
        if (!body.Has("input", out JsonElement input)) throw OpenAiError.Wrong("input", "a text, or a list of texts");
        bool many = input.ValueKind == JsonValueKind.Array && input.GetArrayLength() > 0 && input[0].ValueKind != JsonValueKind.Number;
        List<int[]> all = many ? [.. input.EnumerateArray().Select(One)] : [One(input)];
        return all.Count <= MostInputs ? all : throw OpenAiError.Wrong("input", "at most 2048 texts");
    }

    private int[] One(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => embedder.Value.Encode(input.GetString()!),
        JsonValueKind.Array => [.. input.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out int number) && (uint)number < (uint)embedder.Value.VocabularySize ? number : throw OpenAiError.Wrong("input", "token ids of the vocabulary"))],
        _ => throw OpenAiError.Wrong("input", "a text, or a list of texts"),
    };
}
