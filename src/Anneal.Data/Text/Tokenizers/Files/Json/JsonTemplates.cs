using System.Text.Json;
using Anneal.Data.Messages;

namespace Anneal.Data.Text.Tokenizers.Files.Json;

/// <summary>The post-processors of a tokenizer.json.</summary>
internal static class JsonTemplates
{
    /// <summary>Reads the entry <c>post_processor</c>.</summary>
    /// <param name="part">The entry.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="special">Becomes the separator and class tokens where the entry names them.</param>
    public static TokenTemplate? Read(JsonPart part, Vocabulary vocabulary, ref SpecialTokens special)
    {
        switch (part.Type)
        {
            case "Sequence":
                TokenTemplate? found = null;
                foreach (JsonPart inner in part.List("processors"))
                {
                    if (Read(inner, vocabulary, ref special) is not { } template) continue;
                    if (found is not null) throw part.Unsupported("two templates");
                    found = template;
                }

                return found;
            case "ByteLevel": return null;
            case "BertProcessing":
            case "RobertaProcessing":
                int start = Token(part, "cls", vocabulary), separator = Token(part, "sep", vocabulary);
                special = special with { Class = special.Class ?? start, Separator = special.Separator ?? separator };
                return part.Type == "BertProcessing" ? TokenTemplate.Bert(start, separator) : TokenTemplate.Roberta(start, separator);
            case "TemplateProcessing":
                Dictionary<string, int[]> tokens = Tokens(part, vocabulary);
                return new TokenTemplate(Pieces(part, "single", tokens), Pieces(part, "pair", tokens));
            default: throw part.Unsupported(part.Type);
        }
    }

    private static int Token(JsonPart part, string name, Vocabulary vocabulary) =>
        part.Value(name) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2 && pair[1].ValueKind == JsonValueKind.Number && pair[1].TryGetInt32(out int id) && id >= 0 && id < vocabulary.Count
            ? id : throw part.Wrong(name);

    private static Dictionary<string, int[]> Tokens(JsonPart part, Vocabulary vocabulary)
    {
        Dictionary<string, int[]> tokens = new(StringComparer.Ordinal);
        if (part.Find("special_tokens") is not { } all) return tokens;
        foreach (JsonProperty entry in all.Element.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Object) throw part.Wrong("special_tokens");
            List<int> ids = [];
            foreach (JsonElement id in new JsonPart(entry.Value, part.File, part.Path + ".special_tokens").Elements("ids"))
                ids.Add(id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out int number) && number >= 0 && number < vocabulary.Count && ids.Count < 64 ? number : throw part.Wrong("special_tokens"));
            tokens[entry.Name] = [.. ids];
        }

        return tokens;
    }

    private static List<TemplatePart> Pieces(JsonPart part, string name, Dictionary<string, int[]> tokens)
    {
        List<TemplatePart> pieces = [];
        foreach (JsonPart piece in part.List(name))
        {
            if (piece.Find("Sequence") is { } text)
            {
                pieces.Add(new TemplatePart(null, text.Text("id") == "B", text.FindInteger("type_id") ?? 0));
                continue;
            }

            JsonPart special = piece.Get("SpecialToken");
            if (!tokens.TryGetValue(special.Text("id"), out int[]? ids)) throw piece.Wrong("SpecialToken");
            foreach (int id in ids) pieces.Add(new TemplatePart(id, Type: special.FindInteger("type_id") ?? 0));
        }

        // A text that stands twice in a template is no published one, and none at all would be silence.
        bool pair = name == "pair";
        if (pieces.Count == 0 && pair) return [TemplatePart.First(), TemplatePart.Other()];
        if (pieces.Count(p => p.Id is null && !p.Second) != 1 || pieces.Count(p => p.Id is null && p.Second) != (pair ? 1 : 0)) throw part.Wrong(name);
        return pieces;
    }
}
