using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Anneal.Cli.Terminal;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Cli.Views;

/// <summary>Tokens for people: a line each, with what it stands for.</summary>
internal static class TokensView
{
    public static void Print(Screen screen, Tokenizer tokenizer, int[] tokens, string text)
    {
        int width = tokens.Length == 0 ? 0 : tokens.Max(id => id.ToString(CultureInfo.InvariantCulture).Length);
        foreach (int id in tokens)
            screen.Line($"{id.ToString(CultureInfo.InvariantCulture).PadLeft(width)}  {(tokenizer.IsSpecial(id) ? tokenizer.TokenText(id) : Shown(tokenizer.BytesOf(id)))}");
        int characters = text.EnumerateRunes().Count();
        screen.Line(screen.Say(TokenizeMessages.Summary(tokens.Length, characters, Encoding.UTF8.GetByteCount(text), tokens.Length == 0 ? 0 : (double)characters / tokens.Length)));
    }

    /// <summary>What a token stands for, in quotes and on one line: whole characters as they are, others as bytes.</summary>
    public static string Shown(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) return $"<{string.Join(' ', bytes.ToArray().Select(b => b.ToString("X2", CultureInfo.InvariantCulture)))}>";
        StringBuilder shown = new("\"");
        foreach (Rune rune in Encoding.UTF8.GetString(bytes).EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') shown.Append('\\').Append((char)rune.Value);
            else if (rune.Value == '\n') shown.Append("\\n");
            else if (rune.Value == '\t') shown.Append("\\t");
            else if (rune.Value == '\r') shown.Append("\\r");
            else if (Rune.IsControl(rune)) shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else shown.Append(rune.ToString());
        }

        return shown.Append('"').ToString();
    }
}
