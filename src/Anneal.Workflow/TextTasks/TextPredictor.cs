using System.Text.Json;

namespace Anneal.Workflow.TextTasks;

/// <summary>A bundle of a task over texts that can be asked.</summary>
public abstract class TextPredictor
{
    /// <summary>What a question consists of, by name; where it is one text alone, <c>--text</c> gives it.</summary>
    public abstract IReadOnlyList<string> Inputs { get; }

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
