using System.Text.Json;
using Anneal.Data.Messages;

namespace Anneal.Server;

/// <summary>What a server asks: rows of JSON go in, an object for each comes out.</summary>
internal abstract class ServedModel
{
    /// <summary>The bundle's folder.</summary>
    public abstract string Path { get; }

    /// <summary>What the recipe is called.</summary>
    public abstract string Name { get; }

    /// <summary>What stands before an answer on the page; null where the answer says it itself.</summary>
    public abstract string? Label { get; }

    /// <summary>What the page says above its fields.</summary>
    public abstract Message Introduction { get; }

    /// <summary>The fields of the page.</summary>
    public abstract IReadOnlyList<PageField> Fields { get; }

    /// <summary>Writes what a row consists of and what an answer is.</summary>
    public abstract void WriteSchema(Utf8JsonWriter writer);

    /// <summary>Answers rows.</summary>
    /// <param name="rows">A JSON array of objects.</param>
    /// <param name="shownAs">What the array is called in messages.</param>
    /// <param name="notices">Receives what was decided for the user.</param>
    /// <returns>For each row what writes the fields of its answer.</returns>
    /// <exception cref="UserErrorException">A row does not fit the model.</exception>
    public abstract IReadOnlyList<Action<Utf8JsonWriter>> Answer(JsonElement rows, string shownAs, ICollection<Message> notices);
}

/// <summary>A field of the page on which a model is tried.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What is put in.</param>
/// <param name="Hint">What usually stands there.</param>
/// <param name="Values">What there is to choose from; null where anything may stand.</param>
internal sealed record PageField(string Name, PageFieldKind Kind, string Hint = "", IReadOnlyList<string>? Values = null);

/// <summary>What is put into a field.</summary>
internal enum PageFieldKind
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A text of several lines.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A picture.</summary>
    Picture,
}
