namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Where SentencePiece puts a space of its own before a text.</summary>
internal enum SpacePrefix
{
    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Before the whole text.</summary>
    First,

    /// <summary>Before every part of a text that added tokens cut up.</summary>
    Always,
}

/// <summary>Writes spaces as ▁ and puts one before the text, so that a word is the same token wherever it stands.</summary>
/// <param name="prefix">Where one is put.</param>
/// <param name="unlessThere">Whether none is put before a text that begins with one.</param>
internal sealed class SpaceMarks(SpacePrefix prefix, bool unlessThere = false) : TextNormalizer
{
    public SpacePrefix Prefix => prefix;

    public bool UnlessThere => unlessThere;

    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place)
    {
        string marked = text.Replace(' ', TokenSpellings.SpaceMark);
        bool puts = marked.Length > 0 && ((prefix == SpacePrefix.Always && place != TextPlace.Within) || (prefix == SpacePrefix.First && place == TextPlace.Start)) && !(unlessThere && marked[0] == TokenSpellings.SpaceMark);
        return puts ? TokenSpellings.SpaceMark + marked : marked;
    }
}
