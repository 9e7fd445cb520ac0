namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Makes capitals small, character by character.</summary>
internal sealed class Lowercase : TextNormalizer
{
    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place) => Of(text);

    /// <summary>The text with small letters; İ is the one letter that becomes two.</summary>
    public static string Of(string text) => text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
}
