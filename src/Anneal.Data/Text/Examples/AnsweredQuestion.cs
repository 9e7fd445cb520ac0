using Anneal.Data.Messages;

namespace Anneal.Data.Text.Examples;

/// <summary>A question that a passage answers.</summary>
/// <param name="Context">The passage.</param>
/// <param name="Question">The question.</param>
/// <param name="Answers">What is right, in one or more wordings.</param>
/// <param name="Start">Where the first wording that stands in the passage begins there, in UTF-16 units; -1 where none does.</param>
/// <param name="Length">How long it is there.</param>
/// <param name="Place">Where the question stands.</param>
public sealed record AnsweredQuestion(string Context, string Question, IReadOnlyList<string> Answers, int Start, int Length, Place Place);
