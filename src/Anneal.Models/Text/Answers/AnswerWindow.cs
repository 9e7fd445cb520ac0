namespace Anneal.Models.Text.Answers;

/// <summary>A question and a stretch of a passage as an encoder reads them.</summary>
/// <param name="Ids">The tokens: begin, question, separator, stretch, end.</param>
/// <param name="Stretch">Where the stretch begins among them.</param>
/// <param name="First">The first piece of the passage in the stretch.</param>
/// <param name="Begins">The place of the first token of each of its pieces.</param>
/// <param name="Ends">The place of the last token of each.</param>
public sealed record AnswerWindow(int[] Ids, int Stretch, int First, int[] Begins, int[] Ends);

/// <summary>An answer that was found in a passage.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="Start">Its first character in the passage (UTF-16 unit).</param>
/// <param name="End">The character behind its last.</param>
/// <param name="Score">How well begin and end fit; only to be compared with other places of the same passage.</param>
public sealed record FoundAnswer(string Text, int Start, int End, double Score);
