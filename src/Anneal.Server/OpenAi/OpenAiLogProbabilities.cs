using System.Text;
using System.Text.Json;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;

namespace Anneal.Server;

/// <summary>Log-probabilities in OpenAI's two forms.</summary>
/// <param name="tokenizer">Knows the tokens' bytes.</param>
internal sealed class OpenAiLogProbabilities(Tokenizer tokenizer)
{
    /// <summary>As chat completions tell them.</summary>
    public void WriteChat(Utf8JsonWriter writer, IEnumerable<GeneratedToken> tokens)
    {
        writer.WriteStartObject("logprobs");
        writer.WriteStartArray("content");
        foreach (GeneratedToken token in tokens.Where(token => token is { IsEnd: false, LogProbability: not null }))
        {
            writer.WriteStartObject();
            Entry(writer, token.LogProbability!.Value);
            writer.WriteStartArray("top_logprobs");
            foreach (LogProbability other in token.Alternatives ?? [])
            {
                writer.WriteStartObject();
                Entry(writer, other);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>As completions tell them.</summary>
    public void WriteCompletion(Utf8JsonWriter writer, IReadOnlyList<GeneratedToken> tokens)
    {
        GeneratedToken[] told = [.. tokens.Where(token => token is { IsEnd: false, LogProbability: not null })];
        writer.WriteStartObject("logprobs");
        writer.WriteStartArray("tokens");
        foreach (GeneratedToken token in told) writer.WriteStringValue(Text(token.Id));
        writer.WriteEndArray();
        writer.WriteStartArray("token_logprobs");
        foreach (GeneratedToken token in told) writer.WriteNumberValue(token.LogProbability!.Value.Value);
        writer.WriteEndArray();
        writer.WriteStartArray("top_logprobs");
        foreach (GeneratedToken token in told)
        {
            writer.WriteStartObject();
            foreach (IGrouping<string, LogProbability> other in (token.Alternatives ?? []).GroupBy(other => Text(other.Id), StringComparer.Ordinal)) writer.WriteNumber(other.Key, other.First().Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Entry(Utf8JsonWriter writer, LogProbability token)
    {
        writer.WriteString("token", Text(token.Id));
        writer.WriteNumber("logprob", token.Value);
        writer.WriteStartArray("bytes");
        if (token.Id < tokenizer.VocabularySize)
        {
            foreach (byte value in tokenizer.BytesOf(token.Id)) writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private string Text(int id) => id < tokenizer.VocabularySize ? Encoding.UTF8.GetString(tokenizer.BytesOf(id)) : "";
}
