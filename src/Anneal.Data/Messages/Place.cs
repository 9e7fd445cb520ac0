namespace Anneal.Data.Messages;

/// <summary>Where in the user's material something stands.</summary>
/// <param name="File">A path as the user would type it, or the name of an option such as <c>--row</c>.</param>
/// <param name="Line">Line, counted from 1, or 0 when the whole file is meant.</param>
/// <param name="Column">Character within the line, counted from 1, or 0 when the whole line is meant.</param>
public readonly record struct Place(string File, int Line = 0, int Column = 0);
