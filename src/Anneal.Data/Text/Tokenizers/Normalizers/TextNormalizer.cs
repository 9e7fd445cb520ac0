namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Changes a text before it is cut into pieces.</summary>
internal abstract class TextNormalizer
{
    /// <summary>The changed text.</summary>
    /// <param name="text">What stands between two added tokens.</param>
    /// <param name="place">What stands before it.</param>
    public abstract string Apply(string text, TextPlace place);
}
