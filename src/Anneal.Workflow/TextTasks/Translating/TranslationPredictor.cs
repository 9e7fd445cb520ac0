using System.Text.Json;
using Anneal.Models.Language;

namespace Anneal.Workflow.TextTasks.Translating;

/// <summary>Translates texts.</summary>
internal sealed class TranslationPredictor(TextTranslator translator) : TextPredictor
{
    public const string Text = "text";

    public override IReadOnlyList<string> Inputs => [Text];

    public override IReadOnlyList<string> Fields => [Text, "translation"];

    public override TextAnswer Answer(IReadOnlyDictionary<string, string> row) => new TranslatedText(row[Text], translator.Translate([row[Text].Trim()])[0]);
}

/// <summary>A text and its translation.</summary>
/// <param name="Text">The text.</param>
/// <param name="Translation">Its translation.</param>
public sealed record TranslatedText(string Text, string Translation) : TextAnswer
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Lines => [Translation];

    /// <inheritdoc/>
    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString("text", Text);
        writer.WriteString("translation", Translation);
    }
}
