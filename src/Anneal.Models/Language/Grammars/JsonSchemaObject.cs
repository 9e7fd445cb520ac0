using System.Text.Encodings.Web;
using System.Text.Json;

namespace Anneal.Models.Language;

/// <summary>Writes the rules of an object: its members in order, those that are not required left out at will.</summary>
/// <param name="grammar">Where the rules go.</param>
/// <param name="schemas">The schemas that together describe the object.</param>
/// <param name="path">Where it stands.</param>
internal sealed class JsonSchemaObject(JsonSchemaGrammar grammar, IReadOnlyList<JsonElement> schemas, string path)
{
    internal static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Write()
    {
        List<(string Name, JsonElement Schema)> members = [];
        HashSet<string> required = new(StringComparer.Ordinal);
        JsonElement? others = null;
        foreach (JsonElement schema in schemas)
        {
            if (schema.ValueKind != JsonValueKind.Object) throw JsonSchemaGrammar.Wrong(path, "allOf");
            if (schema.TryGetProperty("properties", out JsonElement properties))
            {
                if (properties.ValueKind != JsonValueKind.Object) throw JsonSchemaGrammar.Wrong(path, "properties");
                members.AddRange(properties.EnumerateObject().Where(member => members.TrueForAll(other => other.Name != member.Name)).Select(member => (member.Name, member.Value)));
            }

            if (schema.TryGetProperty("required", out JsonElement names))
            {
                if (names.ValueKind != JsonValueKind.Array || names.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String)) throw JsonSchemaGrammar.Wrong(path, "required");
                required.UnionWith(names.EnumerateArray().Select(name => name.GetString()!));
            }

            if (schema.TryGetProperty("additionalProperties", out JsonElement additional)) others = additional;
        }

        if (members.Count == 0 && required.Count == 0 && others is null or { ValueKind: JsonValueKind.True }) return "object";
        if (required.FirstOrDefault(name => members.TrueForAll(member => member.Name != name)) is { } unknown) throw JsonSchemaGrammar.Wrong(path, $"required: {unknown}");

        // Two rules for what follows each member: "rest" where something stands before it, so that a comma is due, and "first".
        string? more = others is { ValueKind: not JsonValueKind.False } value ? $"string ws \":\" ws {grammar.Inner(value, $"{path}/additionalProperties")}" : null;
        string first = grammar.Rule(more is null ? "\"\"" : $"({more} (ws \",\" ws {more})*)?");
        string rest = grammar.Rule(more is null ? "\"\"" : $"(ws \",\" ws {more})*");
        for (int i = members.Count - 1; i >= 0; i--)
        {
            (string name, JsonElement schema) = members[i];
            string member = $"{JsonSchemaGrammar.Quote(JsonSerializer.Serialize(name, Unescaped))} ws \":\" ws {grammar.Inner(schema, $"{path}/properties/{name}")}";
            bool must = required.Contains(name);
            first = grammar.Rule($"{member} {rest}{(must ? "" : $" | {first}")}");
            rest = grammar.Rule($"ws \",\" ws {member} {rest}{(must ? "" : $" | {rest}")}");
        }

        return grammar.Rule($"\"{{\" ws {first} ws \"}}\"");
    }
}
