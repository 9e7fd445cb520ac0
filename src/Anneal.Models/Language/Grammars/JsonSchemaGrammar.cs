using System.Globalization;
using System.Text;
using System.Text.Json;
using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>Writes the grammar of the JSON values that a schema describes.</summary>
/// <remarks>
/// Members come in the order of the schema. Where a schema names members, others are written only if <c>additionalProperties</c> asks
/// for them. What can't be held to while writing from left to right (<c>not</c> of anything but values of an <c>enum</c>, <c>uniqueItems</c> of anything but a short <c>enum</c>, …) is an error, not ignored.
/// </remarks>
/// <param name="root">The schema.</param>
internal sealed class JsonSchemaGrammar(JsonElement root)
{
    private const int MostRules = 5000;
    private const int MostDepth = 64;
    private const int MostRepetitions = 2000;
    private const int MostUnique = 8; // each set of values that were said is a rule

    private static readonly string[] NotHeld =
        ["not", "if", "then", "else", "uniqueItems", "contains", "multipleOf", "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas", "minProperties", "maxProperties", "unevaluatedProperties", "unevaluatedItems"];

    private readonly StringBuilder rules = new(Base);
    private readonly Dictionary<string, string> references = new(StringComparer.Ordinal);
    private int count, depth;

    /// <summary>What all schemas share. White space is short, so that a model can't go on with it for ever.</summary>
    private const string Base = """
        ws ::= (" " | "\n" [ \t]{0,20})?
        char ::= [^"\\\x00-\x1F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})
        string ::= "\"" char* "\""
        integer ::= "-"? ("0" | [1-9] [0-9]{0,17})
        number ::= integer ("." [0-9]{1,18})? ([eE] [+-]? [0-9]{1,3})?
        boolean ::= "true" | "false"
        null ::= "null"
        value ::= object | array | string | number | boolean | null
        member ::= string ws ":" ws value
        object ::= "{" ws (member (ws "," ws member)*)? ws "}"
        array ::= "[" ws (value (ws "," ws value)*)? ws "]"
        date ::= "\"" day "\""
        day ::= [0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])
        clock ::= ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,7})? ("Z" | [+-] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])
        time ::= "\"" clock "\""
        date-time ::= "\"" day "T" clock "\""
        uuid ::= "\"" [0-9a-fA-F]{8} "-" [0-9a-fA-F]{4} "-" [0-9a-fA-F]{4} "-" [0-9a-fA-F]{4} "-" [0-9a-fA-F]{12} "\""

        """;

    /// <summary>The rules.</summary>
    /// <exception cref="UserErrorException">The schema is wrong, or asks for what can't be held to.</exception>
    public string Write()
    {
        string start = Value(root, "#");
        return rules.Append("root ::= ").Append(start).Append('\n').ToString();
    }

    /// <summary>A text as the grammar quotes it.</summary>
    internal static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c < ' ') quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private string Value(JsonElement schema, string path)
    {
        if (++depth > MostDepth) throw Wrong(path, "…");
        try
        {
            if (schema.ValueKind == JsonValueKind.True) return "value";
            if (schema.ValueKind != JsonValueKind.Object) throw Wrong(path, schema.ValueKind.ToString().ToLowerInvariant());
            foreach (string keyword in NotHeld)
            {
                if (schema.TryGetProperty(keyword, out JsonElement given) && given.ValueKind != JsonValueKind.False && !IsHeld(keyword, schema)) throw Wrong(path, keyword);
            }

            return Described(schema, path);
        }
        finally
        {
            depth--;
        }
    }

    private string Described(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference)) return Reference(Text(reference, path));
        if (schema.TryGetProperty("const", out JsonElement single)) return Quote(Compact(single));
        if (schema.TryGetProperty("enum", out JsonElement values))
        {
            HashSet<string> excluded = [.. Excluded(schema) ?? []];
            string[] kept = [.. List(values, path).Select(Compact).Where(value => !excluded.Contains(value))];
            return kept.Length > 0 ? Rule(string.Join(" | ", kept.Select(Quote))) : throw Wrong(path, "not");
        }

        foreach (string keyword in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (schema.TryGetProperty(keyword, out JsonElement choices)) return Rule(string.Join(" | ", List(choices, path).Select((choice, i) => Value(choice, string.Create(CultureInfo.InvariantCulture, $"{path}/{keyword}/{i}")))));
        }

        if (schema.TryGetProperty("allOf", out JsonElement parts))
        {
            JsonElement[] all = [.. List(parts, path)];
            if (all.Length == 1 && !schema.TryGetProperty("properties", out _)) return Value(all[0], $"{path}/allOf/0");
            return new JsonSchemaObject(this, [schema, .. all.Select(Resolved)], path).Write();
        }

        if (!schema.TryGetProperty("type", out JsonElement type))
        {
            if (schema.TryGetProperty("pattern", out _)) return Characters(schema, path);
            return schema.TryGetProperty("properties", out _) ? new JsonSchemaObject(this, [schema], path).Write()
                : schema.TryGetProperty("items", out _) ? Items(schema, path) : "value";
        }

        if (type.ValueKind == JsonValueKind.Array) return Rule(string.Join(" | ", List(type, path).Select(one => OfType(schema, Text(one, path), path))));
        return OfType(schema, Text(type, path), path);
    }

    private string OfType(JsonElement schema, string type, string path) => type switch
    {
        "object" => new JsonSchemaObject(this, [schema], path).Write(),
        "array" => Items(schema, path),
        "string" => Characters(schema, path),
        "integer" => Whole(schema, path),
        "number" => schema.TryGetProperty("minimum", out _) || schema.TryGetProperty("maximum", out _) ? throw Wrong(path, "number: minimum, maximum") : "number",
        "boolean" => "boolean",
        "null" => "null",
        _ => throw Wrong(path, type),
    };

    private string Characters(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("pattern", out JsonElement pattern))
        {
            if (schema.TryGetProperty("minLength", out _) || schema.TryGetProperty("maxLength", out _)) throw Wrong(path, "pattern + minLength, maxLength");
            return PatternGrammar.TryWrite(Text(pattern, path)) is { } written ? Rule($"\"\\\"\" {written} \"\\\"\"") : throw Wrong(path, $"pattern {Text(pattern, path)}");
        }

        if (schema.TryGetProperty("format", out JsonElement format) && Text(format, path) is "date" or "time" or "date-time" or "uuid") return Text(format, path);
        (int least, int? most) = (Count(schema, "minLength", path) ?? 0, Count(schema, "maxLength", path));
        if (least == 0 && most is null) return "string";
        return Rule(string.Create(CultureInfo.InvariantCulture, $"\"\\\"\" char{{{least},{most}}} \"\\\"\""));
    }

    private string Whole(JsonElement schema, string path)
    {
        long? least = Bound("minimum"), most = Bound("maximum");
        if (Bound("exclusiveMinimum") is { } above) least = Math.Max(least ?? long.MinValue, above + 1);
        if (Bound("exclusiveMaximum") is { } below) most = Math.Min(most ?? long.MaxValue, below - 1);
        if (least is null && most is null) return "integer";
        if (least > most) throw Wrong(path, "minimum > maximum");
        return Rule(IntegerRange.Write(least ?? -IntegerRange.Largest, most ?? IntegerRange.Largest));

        long? Bound(string keyword) => !schema.TryGetProperty(keyword, out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && Math.Abs(number) < IntegerRange.Largest ? number : throw Wrong(path, keyword);
    }

    private string Items(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("uniqueItems", out JsonElement unique) && unique.ValueKind == JsonValueKind.True) return UniqueItems(schema, path);
        List<string> first = [];
        if (schema.TryGetProperty("prefixItems", out JsonElement prefix)) first.AddRange(List(prefix, path).Select((item, i) => Value(item, string.Create(CultureInfo.InvariantCulture, $"{path}/prefixItems/{i}"))));
        bool given = schema.TryGetProperty("items", out JsonElement items);
        string? more = given && items.ValueKind == JsonValueKind.False || (!given && first.Count > 0) ? null : given ? Value(items, $"{path}/items") : "value";
        (int least, int? most) = (Count(schema, "minItems", path) ?? first.Count, Count(schema, "maxItems", path));
        if (most < least) throw Wrong(path, "minItems > maxItems");
        if (first.Count > 0) return Rule($"\"[\" ws {string.Join(" ws \",\" ws ", first)}{(more is null ? "" : $" (ws \",\" ws {more})*")} ws \"]\"");
        if (more is null || most == 0) return Rule("\"[\" ws \"]\"");
        string rest = string.Create(CultureInfo.InvariantCulture, $"{more} (ws \",\" ws {more}){{{Math.Max(0, least - 1)},{most - 1}}}");
        return Rule(least == 0 ? $"\"[\" ws ({rest})? ws \"]\"" : $"\"[\" ws {rest} ws \"]\"");
    }

    /// <summary>Each of a few values at most once, in any order: a rule for each set of those that were said.</summary>
    private string UniqueItems(JsonElement schema, string path)
    {
        string[] values = UniqueValues(schema)!;
        (int least, int most) = (Count(schema, "minItems", path) ?? 0, Math.Min(values.Length, Count(schema, "maxItems", path) ?? values.Length));
        if (most < least) throw Wrong(path, "minItems > maxItems");
        Dictionary<int, string> known = [];
        return Rule($"\"[\" ws {After(0)} ws \"]\"");

        string After(int said)
        {
            if (known.TryGetValue(said, out string? rule)) return rule;
            int count = System.Numerics.BitOperations.PopCount((uint)said);
            List<string> next = count >= least ? ["\"\""] : [];
            for (int i = 0; i < values.Length && count < most; i++)
                if ((said & (1 << i)) == 0) next.Add($"{(said == 0 ? "" : "ws \",\" ws ")}{Quote(values[i])} {After(said | (1 << i))}");
            return known[said] = Rule(string.Join(" | ", next));
        }
    }

    /// <summary>Whether a keyword that is hard to hold to is so in this schema.</summary>
    private static bool IsHeld(string keyword, JsonElement schema) => keyword switch
    {
        "uniqueItems" => UniqueValues(schema) is not null,
        "not" => schema.TryGetProperty("enum", out _) && Excluded(schema) is not null,
        _ => false,
    };

    private static string[]? UniqueValues(JsonElement schema)
    {
        if (schema.TryGetProperty("prefixItems", out _) || (schema.TryGetProperty("type", out JsonElement type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("array")))) return null;
        if (!schema.TryGetProperty("items", out JsonElement items) || items.ValueKind != JsonValueKind.Object || !items.TryGetProperty("enum", out JsonElement values) || values.ValueKind != JsonValueKind.Array) return null;
        if (items.EnumerateObject().Any(member => member.Name is not ("enum" or "type" or "title" or "description"))) return null;
        string[] all = [.. values.EnumerateArray().Select(Compact).Distinct(StringComparer.Ordinal)];
        return all.Length is > 0 and <= MostUnique ? all : null;
    }

    /// <summary>The values that <c>not</c> takes out; null where it takes out anything else.</summary>
    private static string[]? Excluded(JsonElement schema)
    {
        if (!schema.TryGetProperty("not", out JsonElement not) || not.ValueKind != JsonValueKind.Object || not.EnumerateObject().Count() != 1) return null;
        JsonProperty only = not.EnumerateObject().First();
        return only.Name switch { "const" => [Compact(only.Value)], "enum" when only.Value.ValueKind == JsonValueKind.Array => [.. only.Value.EnumerateArray().Select(Compact)], _ => null };
    }

    private string Reference(string pointer)
    {
        if (references.TryGetValue(pointer, out string? known)) return known;
        string name = references[pointer] = Name();
        string body = Value(Target(pointer), pointer);
        rules.Append(name).Append(" ::= ").Append(body).Append('\n');
        return name;
    }

    private JsonElement Resolved(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out JsonElement reference) ? Target(Text(reference, "#")) : schema;

    private JsonElement Target(string pointer)
    {
        if (!pointer.StartsWith('#')) throw Wrong(pointer, "$ref");
        JsonElement at = root;
        foreach (string step in pointer[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind == JsonValueKind.Array && int.TryParse(name, CultureInfo.InvariantCulture, out int index) && index >= 0 && index < at.GetArrayLength()) at = at[index];
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) throw Wrong(pointer, "$ref");
        }

        return at;
    }

    /// <summary>Writes a schema that stands within another, and returns how it is named in rules.</summary>
    internal string Inner(JsonElement schema, string path) => Value(schema, path);

    /// <summary>Adds a rule and returns its name.</summary>
    internal string Rule(string body)
    {
        string name = Name();
        rules.Append(name).Append(" ::= ").Append(body).Append('\n');
        return name;
    }

    internal static UserErrorException Wrong(string path, string what) => new(GrammarMessages.Schema(path, what), GrammarMessages.SchemaWayOut);

    private string Name() => ++count > MostRules ? throw new UserErrorException(GrammarMessages.TooLarge, GrammarMessages.TooLargeWayOut) : string.Create(CultureInfo.InvariantCulture, $"r{count}");

    private static string Compact(JsonElement value) => JsonSerializer.Serialize(value, JsonSchemaObject.Unescaped);

    private static string Text(JsonElement value, string path) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(path, value.ValueKind.ToString().ToLowerInvariant());

    private static IEnumerable<JsonElement> List(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 ? value.EnumerateArray() : throw Wrong(path, "[]");

    private static int? Count(JsonElement schema, string keyword, string path)
    {
        if (!schema.TryGetProperty(keyword, out JsonElement value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number is >= 0 and <= MostRepetitions ? number : throw Wrong(path, keyword);
    }
}
