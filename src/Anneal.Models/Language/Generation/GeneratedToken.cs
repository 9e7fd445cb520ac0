namespace Anneal.Models.Language;

/// <summary>One step of an answer as it comes.</summary>
/// <param name="Id">The token.</param>
/// <param name="Text">The text that is sure now: empty while a character or a stop text is half written, and then of several tokens at once.</param>
/// <param name="Finish">Why the answer is over, with its last token; null before.</param>
/// <param name="IsEnd">Whether this token only ended the text and is not part of it.</param>
/// <param name="LogProbability">The token's log-probability, where it was asked for.</param>
/// <param name="Alternatives">The likeliest tokens at this place, where they were asked for.</param>
public readonly record struct GeneratedToken(
    int Id, string Text, FinishReason? Finish = null, bool IsEnd = false, LogProbability? LogProbability = null, IReadOnlyList<LogProbability>? Alternatives = null);
