namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Cuts a piece of prepared text into tokens. Nothing of it changes after it was made: any number of threads may use it.</summary>
internal abstract class TokenModel
{
    /// <summary>Adds the tokens of a piece.</summary>
    /// <param name="piece">Normalized text, without added tokens.</param>
    /// <param name="work">Memory to work in.</param>
    /// <param name="ids">Gets the tokens.</param>
    public abstract void Encode(ReadOnlySpan<char> piece, EncodeMemory work, List<int> ids);

    /// <summary>The token of a byte that is not part of any character, or null when the vocabulary has none.</summary>
    public abstract int? IdOfByte(byte value);
}
