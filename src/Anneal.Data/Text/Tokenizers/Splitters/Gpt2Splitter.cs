namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>GPT-2's pieces: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.</summary>
internal sealed class Gpt2Splitter : TextSplitter
{
    /// <summary>The pattern as files write it.</summary>
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = End(text, at);
            pieces.Add(at..end);
            at = end;
        }
    }

    private static int End(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'' && Contraction(text, start) is > 0 and int end) return end;
        int at = start;
        CharacterClass first = CharacterClasses.At(text, at, out int length);
        if (text[at] == ' ' && at + 1 < text.Length && CharacterClasses.At(text, at + 1, out int second) is var next && (next & CharacterClass.Space) == CharacterClass.None)
        {
            (first, length) = (next, second);
            at++;
        }

        at += length;
        if ((first & CharacterClass.Letter) != CharacterClass.None) return CharacterClasses.RunEnd(text, at, CharacterClass.Letter);
        if ((first & CharacterClass.Number) != CharacterClass.None) return CharacterClasses.RunEnd(text, at, CharacterClass.Number);
        return (first & CharacterClass.Space) == CharacterClass.None
            ? CharacterClasses.RunEndWithout(text, at, CharacterClass.Space | CharacterClass.Letter | CharacterClass.Number)
            : SpaceEnd(text, start);
    }

    /// <summary>A run of whitespace leaves its last character to the word behind it.</summary>
    internal static int SpaceEnd(ReadOnlySpan<char> text, int start)
    {
        int end = CharacterClasses.RunEnd(text, start, CharacterClass.Space);
        return end == text.Length || end == start + 1 ? end : end - 1;
    }

    private static int Contraction(ReadOnlySpan<char> text, int start)
    {
        if (start + 1 >= text.Length) return 0;
        char a = text[start + 1], b = start + 2 < text.Length ? text[start + 2] : '\0';
        if (a is 's' or 't' or 'm' or 'd') return start + 2;
        return (a, b) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? start + 3 : 0;
    }
}
