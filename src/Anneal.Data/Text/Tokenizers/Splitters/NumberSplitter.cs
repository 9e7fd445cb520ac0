namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>Cuts numbers from the rest.</summary>
/// <param name="digits">Digits of a piece at most; 0 for no limit.</param>
internal sealed class NumberSplitter(int digits) : TextSplitter
{
    public int Digits => digits;

    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            if ((CharacterClasses.At(text, at, out int length) & CharacterClass.Number) == CharacterClass.None)
            {
                at = CharacterClasses.RunEndWithout(text, at, CharacterClass.Number);
            }
            else
            {
                at += length;
                for (int n = 1; (digits == 0 || n < digits) && at < text.Length && (CharacterClasses.At(text, at, out length) & CharacterClass.Number) != CharacterClass.None; n++) at += length;
            }

            pieces.Add(start..at);
        }
    }
}
