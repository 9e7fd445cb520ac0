using Anneal.Data.Text.Unicode;

namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Brings texts into a normalization form of Unicode.</summary>
/// <param name="form">Which.</param>
internal sealed class UnicodeFormNormalizer(UnicodeForm form) : TextNormalizer
{
    public UnicodeForm Form => form;

    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place) => UnicodeNormalization.Normalize(text, form);
}
