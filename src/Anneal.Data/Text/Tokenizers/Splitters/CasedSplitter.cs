namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>The pieces of o200k (GPT-4o): words end where capitals begin anew, and keep their contractions.</summary>
internal sealed class CasedSplitter : TextSplitter
{
    /// <summary>As files write it.</summary>
    public const string Pattern = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const CharacterClass WordsAndSpace = CharacterClass.Space | CharacterClass.Letter | CharacterClass.Number;

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
        CharacterClass first = CharacterClasses.At(text, start, out int length);
        int at = start + length;
        bool mayLead = (first & (CharacterClass.LineEnd | CharacterClass.Letter | CharacterClass.Number)) == CharacterClass.None;
        // In the order in which a backtracking matcher tries: both patterns may begin with a character that is no letter, and a mark is that as well as part of a word.
        if (mayLead && WithSmall(text, at) is > 0 and int ledSmall) return Contraction(text, ledSmall);
        if (WithSmall(text, start) is > 0 and int small) return Contraction(text, small);
        if (mayLead && Capitals(text, at) is > 0 and int ledCapitals) return Contraction(text, ledCapitals);
        if (Capitals(text, start) is > 0 and int capitals) return Contraction(text, capitals);
        if ((first & CharacterClass.Number) != CharacterClass.None)
        {
            for (int n = 1; n < 3 && at < text.Length && (CharacterClasses.At(text, at, out length) & CharacterClass.Number) != CharacterClass.None; n++) at += length;
            return at;
        }

        if ((first & CharacterClass.Space) == CharacterClass.None || (text[start] == ' ' && at < text.Length && (CharacterClasses.At(text, at, out _) & WordsAndSpace) == CharacterClass.None))
        {
            at = CharacterClasses.RunEndWithout(text, at, WordsAndSpace);
            while (at < text.Length && text[at] is '\r' or '\n' or '/') at++;
            return at;
        }

        int end = CharacterClasses.RunEnd(text, start, CharacterClass.Space);
        int lastLine = text[start..end].LastIndexOfAny('\r', '\n');
        return lastLine >= 0 ? start + lastLine + 1 : Gpt2Splitter.SpaceEnd(text, start);
    }

    /// <summary>The end of any capitals and at least one small letter, or 0. Letters without case, and marks, count as both.</summary>
    private static int WithSmall(ReadOnlySpan<char> text, int start)
    {
        int at = start, lastBoth = 0;
        for (int length; at < text.Length && CharacterClasses.At(text, at, out length) is var kind && IsUpperOrBoth(kind); at += length)
            if ((kind & CharacterClass.Upper) == CharacterClass.None) lastBoth = at + length;
        int end = Smalls(text, at);
        return end > at ? end : lastBoth; // or capitals give back the last of them that may be small
    }

    /// <summary>The end of at least one capital and any small letters, or 0.</summary>
    private static int Capitals(ReadOnlySpan<char> text, int start)
    {
        int at = start;
        while (at < text.Length && CharacterClasses.At(text, at, out int length) is var kind && IsUpperOrBoth(kind)) at += length;
        return at == start ? 0 : Smalls(text, at);
    }

    private static int Smalls(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && CharacterClasses.At(text, at, out int length) is var kind && IsLowerOrBoth(kind)) at += length;
        return at;
    }

    private static bool IsUpperOrBoth(CharacterClass kind) => (kind & CharacterClass.Upper) != CharacterClass.None || IsBoth(kind);

    private static bool IsLowerOrBoth(CharacterClass kind) => (kind & CharacterClass.Lower) != CharacterClass.None || IsBoth(kind);

    private static bool IsBoth(CharacterClass kind) => (kind & CharacterClass.Mark) != CharacterClass.None || (kind & (CharacterClass.Letter | CharacterClass.Upper | CharacterClass.Lower)) == CharacterClass.Letter;

    private static int Contraction(ReadOnlySpan<char> text, int at) => at < text.Length && text[at] == '\'' && ContractionSplitter.Contraction(text, at) is > 0 and int end ? end : at;
}
