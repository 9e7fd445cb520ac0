namespace Anneal.Data.Text.Grams;

/// <summary>What a gram is made of.</summary>
public enum GramKind
{
    /// <summary>Characters in a row, across words.</summary>
    Characters,

    /// <summary>Characters in a row within a word and the spaces around it.</summary>
    CharactersInWords,

    /// <summary>Words in a row.</summary>
    Words,
}
