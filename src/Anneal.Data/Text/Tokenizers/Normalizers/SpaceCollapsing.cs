using System.Text;

namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Makes runs of spaces one space and takes those at the ends away, as SentencePiece does unless told otherwise.</summary>
internal sealed class SpaceCollapsing : TextNormalizer
{
    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place)
    {
        if (!text.StartsWith(' ') && !text.EndsWith(' ') && !text.Contains("  ", StringComparison.Ordinal)) return text;
        StringBuilder collapsed = new(text.Length);
        foreach (char c in text)
            if (c != ' ' || (collapsed.Length > 0 && collapsed[^1] != ' ')) collapsed.Append(c);
        if (collapsed.Length > 0 && collapsed[^1] == ' ') collapsed.Length--;
        return collapsed.ToString();
    }
}
