namespace Anneal.Data.Text.Tokenizers;

/// <summary>A token and the characters that it stands for.</summary>
/// <param name="Id">The token.</param>
/// <param name="Start">Its first character in the text (UTF-16 units).</param>
/// <param name="End">The character behind its last; as <paramref name="Start"/> where the token stands for none, as those around a text do.</param>
public readonly record struct PlacedToken(int Id, int Start, int End);
