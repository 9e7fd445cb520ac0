using System.Globalization;
using System.Text;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>What a piece of a template is.</summary>
internal enum TemplateTokenKind
{
    /// <summary>Text as it is.</summary>
    Text,

    /// <summary><c>{{</c></summary>
    OutputStart,

    /// <summary><c>}}</c></summary>
    OutputEnd,

    /// <summary><c>{%</c></summary>
    BlockStart,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary>A word.</summary>
    Name,

    /// <summary>A text in quotation marks.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A sign such as <c>==</c>.</summary>
    Sign,

    /// <summary>Nothing is left.</summary>
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, a string's without quotation marks.</param>
/// <param name="Line">Where it stands, counted from 1.</param>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, int Line);

/// <summary>Cuts a template into pieces, with the white space handled as published templates expect it.</summary>
/// <remarks>Blocks alone on their line leave nothing of it (Jinja's <c>trim_blocks</c> and <c>lstrip_blocks</c>), and one newline at the end is dropped.</remarks>
/// <param name="source">The template.</param>
internal sealed class TemplateLexer(string source)
{
    private static readonly string[] Signs = ["**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "|", ";"];

    private readonly string text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    private readonly List<TemplateToken> tokens = [];
    private int at, line = 1;
    private bool dropNewline, dropSpace;

    /// <summary>All pieces, an end behind them.</summary>
    public List<TemplateToken> Read()
    {
        int end = text.EndsWith('\n') ? text.Length - 1 : text.Length;
        while (at < end)
        {
            int open = NextOpening(end);
            string data = text[at..open];
            bool isBlock = open < end && text[open + 1] != '{';
            bool stripLeft = open + 2 < end && text[open + 2] == '-', keepLeft = open + 2 < end && text[open + 2] == '+';
            AddData(data, open < end, isBlock, stripLeft, keepLeft);
            line += data.Count('\n');
            at = open;
            if (open >= end) break;
            char kind = text[open + 1];
            at += stripLeft || keepLeft ? 3 : 2;
            if (kind == '#') Comment();
            else Inside(kind == '{');
        }

        tokens.Add(new(TemplateTokenKind.End, "", line));
        return tokens;
    }

    private int NextOpening(int end)
    {
        for (int i = at; i + 1 < end; i++)
        {
            if (text[i] == '{' && (text[i + 1] is '{' or '%' or '#')) return i;
        }

        return end;
    }

    private void AddData(string data, bool opens, bool isBlock, bool stripLeft, bool keepLeft)
    {
        bool atLineStart = at == 0 || (at > 0 && text[at - 1] == '\n');
        if (dropSpace)
        {
            data = data.TrimStart();
        }
        else if (dropNewline && data.StartsWith('\n'))
        {
            data = data[1..];
            atLineStart = true;
        }

        (dropSpace, dropNewline) = (false, false);
        if (opens && stripLeft)
        {
            data = data.TrimEnd();
        }
        else if (opens && isBlock && !keepLeft)
        {
            int lineStart = data.LastIndexOf('\n') + 1;
            if ((lineStart > 0 || atLineStart) && data.AsSpan(lineStart).IsWhiteSpace()) data = data[..lineStart];
        }

        if (data.Length > 0) tokens.Add(new(TemplateTokenKind.Text, data, line));
    }

    private void Comment()
    {
        int close = text.IndexOf("#}", at, StringComparison.Ordinal);
        if (close < 0) throw TemplateError.At(line, "{# … #}");
        line += text.AsSpan(at, close - at).Count('\n');
        dropSpace = close > at && text[close - 1] == '-';
        dropNewline = !(close > at && text[close - 1] == '+');
        at = close + 2;
    }

    private void Inside(bool isOutput)
    {
        tokens.Add(new(isOutput ? TemplateTokenKind.OutputStart : TemplateTokenKind.BlockStart, "", line));
        string close = isOutput ? "}}" : "%}";
        int braces = 0;
        while (true)
        {
            SkipSpace();
            if (at >= text.Length) throw TemplateError.At(line, close);
            bool signed = text[at] is '-' or '+';
            if (braces == 0 && (Stands(close, at) || (signed && Stands(close, at + 1))))
            {
                dropSpace = text[at] == '-';
                dropNewline = !isOutput && text[at] != '+';
                at += signed ? 3 : 2;
                tokens.Add(new(isOutput ? TemplateTokenKind.OutputEnd : TemplateTokenKind.BlockEnd, "", line));
                if (!isOutput && tokens[^2] is { Kind: TemplateTokenKind.Name, Text: "raw" } && tokens[^3].Kind == TemplateTokenKind.BlockStart) Raw();
                return;
            }

            TemplateToken token = Token();
            if (token is { Kind: TemplateTokenKind.Sign, Text: "{" }) braces++;
            if (token is { Kind: TemplateTokenKind.Sign, Text: "}" }) braces--;
            tokens.Add(token);
        }
    }

    /// <summary>Everything up to <c>{% endraw %}</c> is text.</summary>
    private void Raw()
    {
        tokens.RemoveRange(tokens.Count - 3, 3);
        int start = at;
        for (int open = text.IndexOf("{%", at, StringComparison.Ordinal); open >= 0; open = text.IndexOf("{%", open + 2, StringComparison.Ordinal))
        {
            int close = text.IndexOf("%}", open, StringComparison.Ordinal);
            if (close < 0) break;
            if (text[(open + 2)..close].Trim(' ', '-', '+', '\n', '\t') != "endraw") continue;
            string data = text[start..open];
            if (dropSpace) data = data.TrimStart();
            else if (dropNewline && data.StartsWith('\n')) data = data[1..];
            if (text[open + 2] == '-') data = data.TrimEnd();
            tokens.Add(new(TemplateTokenKind.Text, data, line));
            line += text.AsSpan(start, close - start).Count('\n');
            (dropSpace, dropNewline) = (text[close - 1] == '-', true);
            at = close + 2;
            return;
        }

        throw TemplateError.At(line, "{% raw %}");
    }

    private TemplateToken Token()
    {
        char c = text[at];
        int start = at;
        if (char.IsLetter(c) || c == '_')
        {
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_')) at++;
            return new(TemplateTokenKind.Name, text[start..at], line);
        }

        if (char.IsAsciiDigit(c))
        {
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '_')) at++;
            if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1])) for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++) { }
            if (at + 1 < text.Length && (text[at] is 'e' or 'E') && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '-' or '+'))
            {
                for (at += 2; at < text.Length && char.IsAsciiDigit(text[at]); at++) { }
            }

            return new(TemplateTokenKind.Number, text[start..at].Replace("_", "", StringComparison.Ordinal), line);
        }

        if (c is '"' or '\'') return Quoted(c);
        foreach (string sign in Signs)
        {
            if (!Stands(sign, at)) continue;
            at += sign.Length;
            return new(TemplateTokenKind.Sign, sign, line);
        }

        throw TemplateError.At(line, c.ToString());
    }

    private TemplateToken Quoted(char mark)
    {
        int from = line;
        StringBuilder value = new();
        for (at++; ; at++)
        {
            if (at >= text.Length) throw TemplateError.At(from, mark.ToString());
            char c = text[at];
            if (c == mark) break;
            if (c == '\n') line++;
            if (c != '\\' || at + 1 >= text.Length)
            {
                value.Append(c);
                continue;
            }

            Escape(value, text[++at]);
        }

        at++;
        return new(TemplateTokenKind.String, value.ToString(), from);
    }

    private void Escape(StringBuilder value, char c)
    {
        int digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && at + digits < text.Length && int.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) && code is >= 0 and <= 0x10FFFF)
        {
            at += digits;
            if (code > 0xFFFF) value.Append(char.ConvertFromUtf32(code));
            else value.Append((char)code);
            return;
        }

        switch (c)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case '0': value.Append('\0'); break;
            case '\n': line++; break;
            case '\\' or '"' or '\'': value.Append(c); break;
            default: value.Append('\\').Append(c); break;
        }
    }

    private void SkipSpace()
    {
        for (; at < text.Length && char.IsWhiteSpace(text[at]); at++)
        {
            if (text[at] == '\n') line++;
        }
    }

    private bool Stands(string sign, int place) => string.CompareOrdinal(text, place, sign, 0, sign.Length) == 0;
}
