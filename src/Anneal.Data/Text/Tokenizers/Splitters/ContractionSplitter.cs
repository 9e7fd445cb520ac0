namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>
/// The pieces of cl100k, Llama 3 and Qwen2:
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>, Qwen2 with one digit at a time.
/// </summary>
/// <param name="digits">Digits of a piece at most.</param>
internal sealed class ContractionSplitter(int digits) : TextSplitter
{
    /// <summary>As Llama 3's and cl100k's files write it.</summary>
    public const string ThreeDigits = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>As Qwen2's files write it.</summary>
    public const string OneDigit = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const CharacterClass WordsAndSpace = CharacterClass.Space | CharacterClass.Letter | CharacterClass.Number;

    /// <summary>Digits of a piece at most.</summary>
    public int Digits => digits;

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

    private int End(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'' && Contraction(text, start) is > 0 and int contraction) return contraction;
        CharacterClass first = CharacterClasses.At(text, start, out int length);
        int at = start + length;
        if ((first & CharacterClass.Letter) != CharacterClass.None) return CharacterClasses.RunEnd(text, at, CharacterClass.Letter);
        if ((first & CharacterClass.Number) != CharacterClass.None)
        {
            for (int n = 1; n < digits && at < text.Length && (CharacterClasses.At(text, at, out length) & CharacterClass.Number) != CharacterClass.None; n++) at += length;
            return at;
        }

        // One character that is neither a letter, a number nor the end of a line goes with the letters behind it.
        if ((first & CharacterClass.LineEnd) == CharacterClass.None && at < text.Length && (CharacterClasses.At(text, at, out _) & CharacterClass.Letter) != CharacterClass.None)
            return CharacterClasses.RunEnd(text, at, CharacterClass.Letter);
        if ((first & CharacterClass.Space) == CharacterClass.None || (text[start] == ' ' && at < text.Length && (CharacterClasses.At(text, at, out _) & WordsAndSpace) == CharacterClass.None))
            return LineEnds(text, CharacterClasses.RunEndWithout(text, at, WordsAndSpace));
        int end = CharacterClasses.RunEnd(text, start, CharacterClass.Space);
        int lastLine = text[start..end].LastIndexOfAny('\r', '\n');
        return lastLine >= 0 ? start + lastLine + 1 : Gpt2Splitter.SpaceEnd(text, start);
    }

    private static int LineEnds(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is '\r' or '\n') at++;
        return at;
    }

    internal static int Contraction(ReadOnlySpan<char> text, int start)
    {
        if (start + 1 >= text.Length) return 0;
        char a = Small(text[start + 1]), b = start + 2 < text.Length ? Small(text[start + 2]) : '\0';
        if (a is 's' or 't' or 'm' or 'd') return start + 2;
        return (a, b) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? start + 3 : 0;
    }

    /// <summary>The letter without case; ſ counts as s when case does not matter.</summary>
    private static char Small(char c) => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c == '\u017F' ? 's' : c;
}
