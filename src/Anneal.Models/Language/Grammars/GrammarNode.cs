namespace Anneal.Models.Language;

/// <summary>What a place in a compiled grammar does.</summary>
internal enum GrammarNodeKind
{
    /// <summary>Reads a byte from <see cref="GrammarNode.Low"/> to <see cref="GrammarNode.High"/>.</summary>
    Byte,

    /// <summary>Goes on at <see cref="GrammarNode.Next"/> or at <see cref="GrammarNode.Other"/>.</summary>
    Split,

    /// <summary>Reads the rule at <see cref="GrammarNode.Other"/>, then goes on at <see cref="GrammarNode.Next"/>.</summary>
    Call,

    /// <summary>The end of a rule.</summary>
    Return,
}

/// <summary>A place in a compiled grammar.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Next">The place behind it.</param>
/// <param name="Other">The other branch, or the rule that is called.</param>
/// <param name="Low">The first byte of a range.</param>
/// <param name="High">The last byte of a range.</param>
internal readonly record struct GrammarNode(GrammarNodeKind Kind, int Next = 0, int Other = 0, byte Low = 0, byte High = 0);
