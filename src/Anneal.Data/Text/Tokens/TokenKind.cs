namespace Anneal.Data.Text.Tokens;

/// <summary>What a network reads a text as.</summary>
public enum TokenKind
{
    /// <summary>Characters.</summary>
    Characters,

    /// <summary>Words where they are written apart; Chinese and Japanese characters one by one.</summary>
    Words,
}
