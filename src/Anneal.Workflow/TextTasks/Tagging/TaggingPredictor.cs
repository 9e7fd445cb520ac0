using System.Text.Json;
using Anneal.Models.Text.Tagging;

namespace Anneal.Workflow.TextTasks.Tagging;

/// <summary>Finds the entities of a text.</summary>
internal sealed class TaggingPredictor(TokenTagger tagger) : TextPredictor
{
    public const string Text = "text";

    public override IReadOnlyList<string> Inputs => [Text];

    public override IReadOnlyList<string> Fields => [Text, "entities"];

    public override TextAnswer Answer(IReadOnlyDictionary<string, string> row) => new TaggedText(row[Text], tagger.Find(row[Text]));
}

/// <summary>A text and what was found in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Spans">What was found, in its order.</param>
public sealed record TaggedText(string Text, IReadOnlyList<TextSpan> Spans) : TextAnswer
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Lines
    {
        get
        {
            // The text itself, with brackets around what was found.
            System.Text.StringBuilder marked = new();
            int at = 0;
            foreach (TextSpan span in Spans)
            {
                marked.Append(Text, at, span.Start - at).Append('[').Append(span.Text).Append(' ').Append(span.Type).Append(']');
                at = span.End;
            }

            return marked.Append(Text, at, Text.Length - at).ToString().ReplaceLineEndings("\n").Split('\n');
        }
    }

    /// <inheritdoc/>
    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString("text", Text);
        writer.WriteStartArray("entities");
        foreach (TextSpan span in Spans)
        {
            writer.WriteStartObject();
            writer.WriteString("type", span.Type);
            writer.WriteString("text", span.Text);
            writer.WriteNumber("start", span.Start);
            writer.WriteNumber("end", span.End);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
