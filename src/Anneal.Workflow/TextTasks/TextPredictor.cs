using System.Text.Json;
using Anneal.Models.Language;

namespace Anneal.Workflow.TextTasks;

/// <summary>A bundle of a task over texts that can be asked.</summary>
public abstract class TextPredictor
{
    /// <summary>What a question consists of, by name; where it is one text alone, <c>--text</c> gives it.</summary>
    public abstract IReadOnlyList<string> Inputs { get; }

    /// <summary>What an answer holds for programs: the names of its fields, the one that matters most last.</summary>
    public abstract IReadOnlyList<string> Fields { get; }

    /// <summary>What turns texts into vectors, where the model was trained for that; null elsewhere.</summary>
    public virtual TextEmbedder? Embedder => null;

    /// <summary>A question from JSON.</summary>
    /// <param name="row">An object with a text for each of <see cref="Inputs"/>; what else it holds is not used.</param>
    /// <returns>Null where a text is missing.</returns>
    public IReadOnlyDictionary<string, string>? Read(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object) return null;
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (string name in Inputs)
            if (row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String) texts.Add(name, value.GetString()!);
        return texts.Count == Inputs.Count ? texts : null;
    }

    /// <summary>Answers one question.</summary>
    /// <param name="row">A text for each of <see cref="Inputs"/>.</param>
    public abstract TextAnswer Answer(IReadOnlyDictionary<string, string> row);
}

/// <summary>An answer of a model over texts.</summary>
public abstract record TextAnswer
{
    /// <summary>The answer for people: lines.</summary>
    public abstract IReadOnlyList<string> Lines { get; }

    /// <summary>The answer for programs: the fields of an object.</summary>
    public abstract void WriteFields(Utf8JsonWriter writer);
}
