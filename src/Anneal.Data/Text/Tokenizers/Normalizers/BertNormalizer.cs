using System.Globalization;
using System.Text;
using Anneal.Data.Text.Unicode;

namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>BERT's cleaning (Devlin et al., 2018, tokenization.py): control characters go, whitespace becomes spaces, Chinese characters get spaces around them, accents and capitals go.</summary>
/// <param name="cleans">Whether control characters go and whitespace becomes spaces.</param>
/// <param name="spacesChinese">Whether Chinese characters become words of their own.</param>
/// <param name="stripsAccents">Whether accents go.</param>
/// <param name="lowercases">Whether capitals become small.</param>
internal sealed class BertNormalizer(bool cleans, bool spacesChinese, bool stripsAccents, bool lowercases) : TextNormalizer
{
    public bool Cleans => cleans;

    public bool SpacesChinese => spacesChinese;

    public bool StripsAccents => stripsAccents;

    public bool Lowercases => lowercases;

    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place)
    {
        StringBuilder cleaned = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (cleans && IsDropped(rune)) continue;
            if (cleans && Rune.IsWhiteSpace(rune)) cleaned.Append(' ');
            else if (spacesChinese && IsChinese(rune.Value)) cleaned.Append(' ').Append(rune.ToString()).Append(' ');
            else if (rune.Value < 0x10000) cleaned.Append((char)rune.Value);
            else cleaned.Append(rune.ToString());
        }

        string result = cleaned.ToString();
        if (stripsAccents) result = AccentStripping.Strip(UnicodeNormalization.Normalize(result, UnicodeForm.Nfd));
        return lowercases ? Lowercase.Of(result) : result;
    }

    private static bool IsDropped(Rune rune) => rune.Value is not ('\t' or '\n' or '\r')
        && (rune.Value == 0xFFFD || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static bool IsChinese(int code) => code is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
