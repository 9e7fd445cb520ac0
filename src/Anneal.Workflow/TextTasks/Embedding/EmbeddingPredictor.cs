using System.Globalization;
using System.Text.Json;
using Anneal.Models.Language;

namespace Anneal.Workflow.TextTasks.Embedding;

/// <summary>Turns texts into vectors.</summary>
internal sealed class EmbeddingPredictor(TextEmbedder embedder) : TextPredictor
{
    public const string Text = "text";

    public override IReadOnlyList<string> Inputs => [Text];

    public override IReadOnlyList<string> Fields => [Text, "embedding"];

    public override TextEmbedder Embedder => embedder;

    public override TextAnswer Answer(IReadOnlyDictionary<string, string> row) => new EmbeddedText(row[Text], embedder.Embed(row[Text]));
}

/// <summary>A text and its vector, of length 1.</summary>
/// <param name="Text">The text.</param>
/// <param name="Vector">Its vector.</param>
public sealed record EmbeddedText(string Text, IReadOnlyList<float> Vector) : TextAnswer
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Lines => [string.Join(' ', Vector.Select(value => value.ToString("0.####", CultureInfo.InvariantCulture)))];

    /// <inheritdoc/>
    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString("text", Text);
        writer.WriteStartArray("embedding");
        foreach (float value in Vector) writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
