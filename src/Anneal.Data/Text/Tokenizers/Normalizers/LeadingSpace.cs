namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Puts a space before a text that does not begin with one, so that its first word is the token that it is elsewhere (GPT-2's <c>add_prefix_space</c>).</summary>
internal sealed class LeadingSpace : TextNormalizer
{
    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place) => text.Length > 0 && text[0] != ' ' && place != TextPlace.Within ? " " + text : text;
}
