namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Each piece is one token, or unknown.</summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="unknownId">The token of other pieces, or null.</param>
internal sealed class WordModel(Vocabulary vocabulary, int? unknownId) : TokenModel
{
    public int? UnknownId => unknownId;

    /// <inheritdoc/>
    public override int? IdOfByte(byte value) => unknownId;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> piece, EncodeMemory work, List<int> ids)
    {
        if (vocabulary.TryText(piece, out int id)) ids.Add(id);
        else if (unknownId is { } unknown) ids.Add(unknown);
    }
}
