using System.Globalization;
using System.Text;

namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Takes marks that stand on letters away; letters that are one with their mark keep it unless the text was taken apart (NFD) before.</summary>
internal sealed class AccentStripping : TextNormalizer
{
    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place) => Strip(text);

    public static string Strip(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u0300', char.MaxValue) < 0) return text;
        StringBuilder stripped = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) stripped.Append(rune.ToString());
        return stripped.ToString();
    }
}
