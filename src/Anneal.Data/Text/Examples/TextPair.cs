using Anneal.Data.Messages;

namespace Anneal.Data.Text.Examples;

/// <summary>Two texts that belong together: one and its translation, a question and the passage that answers it.</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second.</param>
/// <param name="Place">Where they stand.</param>
public sealed record TextPair(string First, string Second, Place Place);
