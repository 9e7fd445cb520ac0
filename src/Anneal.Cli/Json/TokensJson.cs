using System.Text;
using System.Text.Unicode;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Cli.Json;

/// <summary>Tokens for programs.</summary>
internal static class TokensJson
{
    public static string Write(Tokenizer tokenizer, int[] ids, string text) => JsonText.Object(writer =>
    {
        writer.WriteString("text", text);
        writer.WriteNumber("count", ids.Length);
        writer.WriteStartArray("ids");
        foreach (int id in ids) writer.WriteNumberValue(id);
        writer.WriteEndArray();
        writer.WriteStartArray("tokens");
        foreach (int id in ids)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("token", tokenizer.TokenText(id));
            if (Utf8.IsValid(tokenizer.BytesOf(id))) writer.WriteString("text", Encoding.UTF8.GetString(tokenizer.BytesOf(id)));
            else writer.WriteString("hex", Convert.ToHexStringLower(tokenizer.BytesOf(id)));
            if (tokenizer.IsSpecial(id)) writer.WriteBoolean("special", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
