namespace Anneal.Data.Text.ChatTemplates;

/// <summary>A conversation as one text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Answers">Where the assistant's turns stand in it, if the template marks them with <c>{% generation %}</c>; else empty.</param>
public sealed record RenderedChat(string Text, IReadOnlyList<Range> Answers);
