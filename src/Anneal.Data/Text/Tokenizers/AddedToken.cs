namespace Anneal.Data.Text.Tokenizers;

/// <summary>A token that is looked for in the text before anything else is done to it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Text">As it stands in a text.</param>
/// <param name="Special">Whether it is found only when the caller lets special tokens be written in texts.</param>
/// <param name="Normalized">Whether it is looked for in the normalized text.</param>
/// <param name="SingleWord">Whether it may have no letter or digit beside it.</param>
/// <param name="TakesLeft">Whether it swallows whitespace before it.</param>
/// <param name="TakesRight">Whether it swallows whitespace behind it.</param>
internal sealed record AddedToken(int Id, string Text, bool Special, bool Normalized = false, bool SingleWord = false, bool TakesLeft = false, bool TakesRight = false);
