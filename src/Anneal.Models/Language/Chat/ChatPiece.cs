using Anneal.Data.Text.ChatTemplates;

namespace Anneal.Models.Language;

/// <summary>A part of an answer in a conversation, as it comes.</summary>
/// <param name="Text">Text that is sure now; may be empty.</param>
/// <param name="Calls">The tools that the model calls, told when the answer is over.</param>
/// <param name="Finish">Why the answer is over; null before.</param>
/// <param name="PromptTokens">Tokens of the conversation.</param>
/// <param name="AnswerTokens">Tokens of the answer so far.</param>
/// <param name="Token">The token behind this part.</param>
public readonly record struct ChatPiece(string Text, IReadOnlyList<ChatToolCall> Calls, FinishReason? Finish, int PromptTokens, int AnswerTokens, GeneratedToken Token);
