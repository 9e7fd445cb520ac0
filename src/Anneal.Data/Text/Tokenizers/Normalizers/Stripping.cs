namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Takes whitespace at the ends of a text away.</summary>
/// <param name="left">At its beginning.</param>
/// <param name="right">At its end.</param>
internal sealed class Stripping(bool left, bool right) : TextNormalizer
{
    public bool Left => left;

    public bool Right => right;

    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place)
    {
        ReadOnlySpan<char> kept = text;
        if (left) kept = kept.TrimStart();
        if (right) kept = kept.TrimEnd();
        return kept.Length == text.Length ? text : kept.ToString();
    }
}
