using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Sources;

namespace Anneal.Data.Text.Examples;

/// <summary>Opens files of examples that are no tables, also inside an archive.</summary>
internal static class ExampleFile
{
    /// <summary>A line or a list of this many tokens or characters is no example.</summary>
    public const int LongestExample = 1 << 20;

    /// <summary>The file, out of its archive.</summary>
    public static SourceFile Open(SourceChoice choice)
    {
        SourceFile file = SourceFile.OnDisk(choice.Location, choice.Shown, choice.NamedAt);
        return TableSource.Unwrap(file, file.Head(512), choice);
    }

    /// <summary>Its text.</summary>
    public static StreamReader Text(SourceFile file, string? encoding) => new(file.Open(), TextEncoding.Of(file, encoding));

    /// <summary>Whether it holds JSON, by its name.</summary>
    public static bool IsJson(SourceFile file) => file.EndsWith(".jsonl", ".ndjson", ".json");

    /// <summary>A text of an object.</summary>
    /// <exception cref="UserErrorException">It has none of this name, or one with half a character.</exception>
    public static string Text(JsonElement row, string name, Place place) => row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new UserErrorException(ExampleMessages.NoText(name), ExampleMessages.NoTextWayOut(name), place);

    /// <summary>A list of texts of an object.</summary>
    /// <exception cref="UserErrorException">It has none of this name, or one with something else in it.</exception>
    public static string[] Texts(JsonElement row, string name, Place place)
    {
        if (!row.TryGetProperty(name, out JsonElement list) || list.ValueKind != JsonValueKind.Array) throw new UserErrorException(ExampleMessages.NoList(name), ExampleMessages.NoListWayOut(name), place);
        return [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new UserErrorException(ExampleMessages.NoList(name), ExampleMessages.NoListWayOut(name), place))];
    }
}
