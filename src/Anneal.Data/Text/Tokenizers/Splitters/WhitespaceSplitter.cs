namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>Cuts at whitespace, which goes.</summary>
/// <param name="cutsMarks">Whether runs of letters, digits and _ are also cut from runs of other marks: <c>\w+|[^\w\s]+</c>.</param>
internal sealed class WhitespaceSplitter(bool cutsMarks) : TextSplitter
{
    public bool CutsMarks => cutsMarks;

    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        for (int at = 0; at < text.Length;)
        {
            CharacterClass first = CharacterClasses.At(text, at, out int length);
            int start = at;
            at += length;
            if ((first & CharacterClass.Space) != CharacterClass.None) continue;
            bool word = IsWord(text[start], first);
            while (at < text.Length && CharacterClasses.At(text, at, out length) is var next && (next & CharacterClass.Space) == CharacterClass.None && (!cutsMarks || IsWord(text[at], next) == word)) at += length;
            pieces.Add(start..at);
        }
    }

    private static bool IsWord(char c, CharacterClass kind) =>
        (kind & (CharacterClass.Letter | CharacterClass.Mark)) != CharacterClass.None
        || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.ConnectorPunctuation or System.Globalization.UnicodeCategory.DecimalDigitNumber or System.Globalization.UnicodeCategory.LetterNumber;
}
