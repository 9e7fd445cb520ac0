using Anneal.Data.Messages;

namespace Anneal.Data.Text.Examples;

/// <summary>A sentence whose tokens are tagged.</summary>
/// <param name="Tokens">Its tokens: characters or words.</param>
/// <param name="Tags">The tag of each: <c>O</c>, or <c>B-</c> or <c>I-</c> and what it is part of.</param>
/// <param name="Place">Where it begins.</param>
public sealed record TaggedTokens(IReadOnlyList<string> Tokens, IReadOnlyList<string> Tags, Place Place);
