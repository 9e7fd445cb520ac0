using System.Globalization;
using System.Text;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>How the tokens of a vocabulary are written down.</summary>
internal enum TokenSpelling
{
    /// <summary>As the text itself.</summary>
    Plain,

    /// <summary>Each byte as a printable character (<see cref="ByteAlphabet"/>).</summary>
    Bytes,

    /// <summary>A space as ▁ (U+2581), a byte token as &lt;0x0A&gt;.</summary>
    MarkedSpaces,

    /// <summary>A token that goes on within a word begins with ##; others have a space before them that is not written.</summary>
    WordPieces,

    /// <summary>As the text itself, with a space before it that is not written.</summary>
    Words,
}

/// <summary>From a token as a vocabulary writes it to the bytes that it stands for.</summary>
internal static class TokenSpellings
{
    /// <summary>The mark for a space, as SentencePiece writes it.</summary>
    public const char SpaceMark = '\u2581';

    /// <summary>The bytes of a token in the middle of a text.</summary>
    public static byte[] BytesOf(this TokenSpelling spelling, string token, TokenRole role)
    {
        if (role is TokenRole.Control or TokenRole.Unknown) return Encoding.UTF8.GetBytes(token);
        return spelling switch
        {
            TokenSpelling.Bytes => role != TokenRole.UserDefined && ByteAlphabet.TryBytes(token, out byte[] bytes) ? bytes : Encoding.UTF8.GetBytes(token),
            TokenSpelling.MarkedSpaces when role == TokenRole.Byte && TryByte(token, out byte value) => [value],
            TokenSpelling.MarkedSpaces => Encoding.UTF8.GetBytes(token.Replace(SpaceMark, ' ')),
            TokenSpelling.Words => Encoding.UTF8.GetBytes(" " + token),
            TokenSpelling.WordPieces => Encoding.UTF8.GetBytes(WordPiece(token)),
            _ => Encoding.UTF8.GetBytes(token),
        };
    }

    /// <summary>Reads &lt;0x0A&gt;.</summary>
    public static bool TryByte(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The name of a byte's token.</summary>
    public static string ByteToken(int value) => string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");

    /// <summary>Marks that end a sentence have no space before them, as BERT's own decoder has it.</summary>
    private static string WordPiece(string token) =>
        token.StartsWith("##", StringComparison.Ordinal) && token.Length > 2 ? token[2..]
        : token is "." or "?" or "!" or "," or "n't" or "'m" or "'s" or "'ve" or "'re" ? token : " " + token;
}
