namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Replaces a text by another wherever it stands.</summary>
/// <param name="pattern">What is replaced; not empty.</param>
/// <param name="content">What takes its place.</param>
internal sealed class Replacement(string pattern, string content) : TextNormalizer
{
    public string Pattern => pattern;

    public string Content => content;

    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place) => text.Replace(pattern, content, StringComparison.Ordinal);
}
