namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>What stands before a part of a text.</summary>
internal enum TextPlace
{
    /// <summary>Nothing.</summary>
    Start,

    /// <summary>An added token.</summary>
    AfterToken,

    /// <summary>More of the same text.</summary>
    Within,
}
