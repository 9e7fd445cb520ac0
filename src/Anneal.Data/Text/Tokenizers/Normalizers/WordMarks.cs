using System.Text;

namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Puts a ▁ before each word and lets whitespace go: what WhitespaceSplit and Metaspace do one after the other (T5).</summary>
internal sealed class WordMarks : TextNormalizer
{
    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place)
    {
        StringBuilder marked = new(text.Length + 1);
        bool inWord = false;
        foreach (char c in text)
        {
            bool space = char.IsWhiteSpace(c);
            if (!space && !inWord && c != TokenSpellings.SpaceMark) marked.Append(TokenSpellings.SpaceMark);
            if (!space) marked.Append(c);
            inWord = !space;
        }

        return marked.ToString();
    }
}
