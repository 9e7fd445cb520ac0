using System.Text;
using System.Text.Unicode;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Cli.Json;

/// <summary>Tokens for programs.</summary>
internal static class TokensJson
{
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="ids">The tokens.</param>
    /// <param name="text">Their text.</param>
    /// <param name="places">What each stands for in the text; null where it came from the tokens.</param>
    public static string Write(Tokenizer tokenizer, int[] ids, string text, IReadOnlyList<PlacedToken>? places = null) => JsonText.Object(writer =>
    {
        writer.WriteString("text", text);
        writer.WriteNumber("count", ids.Length);
        writer.WriteStartArray("ids");
        foreach (int id in ids) writer.WriteNumberValue(id);
        writer.WriteEndArray();
        writer.WriteStartArray("tokens");
        for (int i = 0; i < ids.Length; i++)
        {
            int id = ids[i];
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("token", tokenizer.TokenText(id));
            if (Utf8.IsValid(tokenizer.BytesOf(id))) writer.WriteString("text", Encoding.UTF8.GetString(tokenizer.BytesOf(id)));
            else writer.WriteString("hex", Convert.ToHexStringLower(tokenizer.BytesOf(id)));
            if (places is not null)
            {
                writer.WriteNumber("start", places[i].Start);
                writer.WriteNumber("end", places[i].End);
            }

            if (tokenizer.IsSpecial(id)) writer.WriteBoolean("special", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
