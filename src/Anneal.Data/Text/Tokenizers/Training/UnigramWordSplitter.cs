using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>The words in which tokens are learnt: at spaces, and where letters, numbers and other marks meet, so that no token reaches across.</summary>
/// <param name="chineseAlone">Whether each Chinese or Japanese character is a word by itself.</param>
internal sealed class UnigramWordSplitter(bool chineseAlone) : TextSplitter
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        for (int start = 0; start < text.Length;)
        {
            int at = start;
            while (at < text.Length && text[at] == TokenSpellings.SpaceMark) at++;
            if (at < text.Length && StandsAlone(text[at]))
            {
                if (at > start) pieces.Add(start..at);
                start = at++;
            }
            else if (at < text.Length)
            {
                CharacterClass kind = Kind(text, at, out int length);
                at += length;
                while (at < text.Length && text[at] != TokenSpellings.SpaceMark && !StandsAlone(text[at]) && Kind(text, at, out length) == kind) at += length;
            }

            pieces.Add(start..at);
            start = at;
        }
    }

    private bool StandsAlone(char c) => chineseAlone && WordSplitting.StandsAlone(c);

    private static CharacterClass Kind(ReadOnlySpan<char> text, int at, out int length)
    {
        CharacterClass kind = CharacterClasses.At(text, at, out length);
        return (kind & (CharacterClass.Letter | CharacterClass.Mark)) != CharacterClass.None ? CharacterClass.Letter : kind & (CharacterClass.Number | CharacterClass.Space);
    }
}
