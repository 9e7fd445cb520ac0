using Anneal.Data.Text.ChatTemplates;

namespace Anneal.Data.Text.Corpora;

/// <summary>A conversation to learn from.</summary>
/// <param name="Turns">Who said what; where there is something to prefer, the last turn is the answer in question.</param>
/// <param name="Rejected">A worse answer than the last turn, in its place; null where there is none.</param>
/// <param name="Good">Whether the last answer was a good one; null where nobody said.</param>
public sealed record Talk(IReadOnlyList<ChatTurn> Turns, string? Rejected = null, bool? Good = null)
{
    /// <summary>All that is said, to tell whether two conversations are the same.</summary>
    public string Key => string.Join('\u001F', Turns.Select(turn => $"{turn.Role}\u001E{turn.Content}")) + $"\u001D{Rejected}\u001D{Good}";

    /// <summary>Whether an assistant says something in it.</summary>
    public bool HasAnswer => Turns.Any(turn => turn.Role == "assistant" && (!string.IsNullOrWhiteSpace(turn.Content) || turn.ToolCalls.Count > 0));
}

/// <summary>What of conversations is learnt, which says what each must have.</summary>
public enum TalkGoal
{
    /// <summary>To answer as the answers do.</summary>
    Answers,

    /// <summary>To prefer the better one of two answers.</summary>
    Pairs,

    /// <summary>To answer as the good answers do, and not as the bad ones.</summary>
    Judged,
}
