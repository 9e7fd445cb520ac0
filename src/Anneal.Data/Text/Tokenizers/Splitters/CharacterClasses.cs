using System.Globalization;
using System.Runtime.CompilerServices;

namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>What the patterns of published tokenizers ask of a character.</summary>
[Flags]
internal enum CharacterClass : byte
{
    None = 0,

    /// <summary>\p{L}.</summary>
    Letter = 1,

    /// <summary>\p{N}.</summary>
    Number = 2,

    /// <summary>\s.</summary>
    Space = 4,

    /// <summary>\r or \n.</summary>
    LineEnd = 8,

    /// <summary>\p{M}.</summary>
    Mark = 16,

    /// <summary>\p{Lu}, \p{Lt}: letters that only begin or shout a word.</summary>
    Upper = 32,

    /// <summary>\p{Ll}.</summary>
    Lower = 64,
}

/// <summary>The classes of characters, from a table that is made once.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] Table = Make();

    /// <summary>The class of the character at a place, and how many UTF-16 units it takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass At(ReadOnlySpan<char> text, int at, out int length)
    {
        char c = text[at];
        length = 1;
        return char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? Pair(c, text[at + 1], out length) : Table[c];
    }

    /// <summary>The class of a character of one unit; of half a pair, none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass Of(char c) => Table[c];

    /// <summary>The end of the run of characters of some class.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int at, CharacterClass wanted)
    {
        while (at < text.Length && (At(text, at, out int length) & wanted) != CharacterClass.None) at += length;
        return at;
    }

    /// <summary>The end of the run of characters of none of some classes.</summary>
    public static int RunEndWithout(ReadOnlySpan<char> text, int at, CharacterClass unwanted)
    {
        while (at < text.Length && (At(text, at, out int length) & unwanted) == CharacterClass.None) at += length;
        return at;
    }

    private static CharacterClass Pair(char high, char low, out int length)
    {
        length = 2;
        return Of(CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(high, low)));
    }

    private static CharacterClass Of(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharacterClass.Letter | CharacterClass.Upper,
        UnicodeCategory.LowercaseLetter => CharacterClass.Letter | CharacterClass.Lower,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterClass.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CharacterClass.Mark,
        _ => CharacterClass.None,
    };

    private static CharacterClass[] Make()
    {
        CharacterClass[] table = new CharacterClass[1 << 16];
        for (int c = 0; c < table.Length; c++)
            table[c] = Of(CharUnicodeInfo.GetUnicodeCategory((char)c)) | (char.IsWhiteSpace((char)c) ? CharacterClass.Space : CharacterClass.None) | (c is '\r' or '\n' ? CharacterClass.LineEnd : CharacterClass.None);
        return table;
    }
}
