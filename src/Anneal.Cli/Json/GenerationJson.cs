using System.Text.Json;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;

namespace Anneal.Cli.Json;

/// <summary>Texts that a language model wrote, as JSON.</summary>
internal static class GenerationJson
{
    public static void Write(Utf8JsonWriter writer, string name, Tokenizer tokenizer, string prompt, int promptTokens, IReadOnlyList<GeneratedText> texts)
    {
        writer.WriteString("model", name);
        writer.WriteString("prompt", prompt);
        writer.WriteNumber("prompt_tokens", promptTokens);
        writer.WriteStartArray("texts");
        foreach (GeneratedText text in texts)
        {
            writer.WriteStartObject();
            writer.WriteString("text", text.Text);
            writer.WriteString("finish", JsonNamingPolicy.SnakeCaseLower.ConvertName(text.Finish.ToString()));
            writer.WriteNumber("tokens", text.Ids.Count());
            if (text.Tokens[0].LogProbability is not null) Tokens(writer, tokenizer, text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Tokens(Utf8JsonWriter writer, Tokenizer tokenizer, GeneratedText text)
    {
        writer.WriteStartArray("log_probabilities");
        foreach (GeneratedToken token in text.Tokens)
        {
            writer.WriteStartObject();
            Token(writer, tokenizer, token.LogProbability!.Value);
            if (token.Alternatives is { Count: > 0 } others)
            {
                writer.WriteStartArray("alternatives");
                foreach (LogProbability other in others)
                {
                    writer.WriteStartObject();
                    Token(writer, tokenizer, other);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Token(Utf8JsonWriter writer, Tokenizer tokenizer, LogProbability token)
    {
        writer.WriteNumber("id", token.Id);
        writer.WriteString("token", token.Id < tokenizer.VocabularySize ? System.Text.Encoding.UTF8.GetString(tokenizer.BytesOf(token.Id)) : "");
        writer.WriteNumber("log_probability", Math.Round(token.Value, 6));
    }
}
