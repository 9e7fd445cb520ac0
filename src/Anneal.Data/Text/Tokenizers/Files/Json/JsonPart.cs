using System.Text.Json;
using Anneal.Data.Messages;

namespace Anneal.Data.Text.Tokenizers.Files.Json;

/// <summary>An object of a tokenizer.json, with errors that name its place.</summary>
/// <param name="Element">The object.</param>
/// <param name="File">The file.</param>
/// <param name="Path">Where in it, such as <c>model.vocab</c>.</param>
internal readonly record struct JsonPart(JsonElement Element, string File, string Path)
{
    /// <summary>Parts of a list at most: published ones have a handful.</summary>
    private const int MostParts = 64;

    /// <summary>What the part says it is.</summary>
    public string Type => Text("type");

    /// <summary>An inner object, or null when it is not given.</summary>
    public JsonPart? Find(string name)
    {
        if (Value(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Object ? new JsonPart(value, File, Inner(name)) : throw Wrong(name);
    }

    public JsonPart Get(string name) => Find(name) ?? throw Wrong(name);

    public string Text(string name) => FindText(name) ?? throw Wrong(name);

    public string? FindText(string name)
    {
        if (Value(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name);
    }

    public bool Flag(string name, bool otherwise) => FindFlag(name) ?? otherwise;

    public bool? FindFlag(string name)
    {
        if (Value(name) is not { } value) return null;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name);
    }

    public int? FindInteger(string name)
    {
        if (Value(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0 ? number : throw Wrong(name);
    }

    /// <summary>The elements of a list of objects; none when it is not given.</summary>
    public List<JsonPart> List(string name)
    {
        List<JsonPart> parts = [];
        foreach (JsonElement element in Elements(name))
        {
            if (element.ValueKind != JsonValueKind.Object || parts.Count >= MostParts) throw Wrong(name);
            parts.Add(new JsonPart(element, File, FormattableString.Invariant($"{Inner(name)}[{parts.Count}]")));
        }

        return parts;
    }

    /// <summary>The elements of a list of any length.</summary>
    public IEnumerable<JsonElement> Elements(string name)
    {
        if (Value(name) is not { } value) return [];
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(name);
    }

    /// <summary>A value, or null when it is not given.</summary>
    public JsonElement? Value(string name) => Element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>An entry that is missing, or is not what it should be.</summary>
    public UserErrorException Wrong(string name) => TokenizerError.Damaged(File, TokenizerMessages.WrongEntry(Inner(name)));

    /// <summary>A part that Anneal does not know.</summary>
    public UserErrorException Unsupported(string what) => new(TokenizerMessages.Unsupported($"{Path}: {what}"), TokenizerMessages.OtherTokenizer, new Place(File));

    private string Inner(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
