using System.Text;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Finds out which characters the tokens of a piece stand for.</summary>
/// <param name="vocabulary">The tokens.</param>
internal sealed class TokenPlaces(Vocabulary vocabulary)
{
    /// <summary>The tokens so far, with their places.</summary>
    public List<PlacedToken> Found { get; } = [];

    /// <summary>Adds a token that stands for a stretch of the text as it was given.</summary>
    public void Add(int id, (int Start, int End) range) => Found.Add(new PlacedToken(id, range.Start, range.End));

    /// <summary>Adds the tokens of a piece.</summary>
    /// <param name="piece">The piece, as the model got it.</param>
    /// <param name="ids">Its tokens.</param>
    /// <param name="alignment">Where its characters come from.</param>
    public void Add(ReadOnlySpan<char> piece, ReadOnlySpan<int> ids, TextAlignment alignment)
    {
        // Tokens are counted in bytes: some stand for a part of a character.
        int[] characters = new int[Encoding.UTF8.GetByteCount(piece) + 1];
        int bytes = 0;
        for (int at = 0; at < piece.Length;)
        {
            Rune.DecodeFromUtf16(piece[at..], out Rune rune, out int length);
            for (int b = 0; b < rune.Utf8SequenceLength; b++) characters[bytes++] = at;
            at += length;
        }

        characters[bytes] = piece.Length;
        int place = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            int end = vocabulary.RoleOf(ids[i]) == TokenRole.Unknown ? UnknownEnd(piece, characters, bytes, place, i + 1 < ids.Length ? ids[i + 1] : null) : Math.Min(bytes, place + Length(ids[i], place == 0));
            int first = characters[place], last = end > place ? characters[end - 1] + RuneLength(piece, characters[end - 1]) : first;
            Add(ids[i], alignment.Range(first, last));
            place = end;
        }
    }

    /// <summary>The bytes of a piece that a token stands for.</summary>
    private int Length(int id, bool isFirst)
    {
        if (vocabulary.RoleOf(id) == TokenRole.Byte) return 1;
        string text = vocabulary.TextOf(id);
        if (vocabulary.Spelling == TokenSpelling.Bytes) return text.Length;
        return Encoding.UTF8.GetByteCount(!isFirst && vocabulary.Spelling == TokenSpelling.WordPieces && text.StartsWith("##", StringComparison.Ordinal) ? text.AsSpan(2) : text);
    }

    /// <summary>What has no token reaches to where the next token is found, or to the end.</summary>
    private int UnknownEnd(ReadOnlySpan<char> piece, int[] characters, int bytes, int place, int? next)
    {
        if (next is not { } id || place >= bytes) return bytes;
        string text = vocabulary.TextOf(id);
        int after = characters[place] + RuneLength(piece, characters[place]);
        int found = vocabulary.RoleOf(id) == TokenRole.Unknown ? 0 : piece[after..].IndexOf(text);
        return found < 0 ? bytes : Encoding.UTF8.GetByteCount(piece[..(after + found)]);
    }

    private static int RuneLength(ReadOnlySpan<char> piece, int at) => at < piece.Length && char.IsHighSurrogate(piece[at]) && at + 1 < piece.Length && char.IsLowSurrogate(piece[at + 1]) ? 2 : Math.Min(1, piece.Length - at);
}
