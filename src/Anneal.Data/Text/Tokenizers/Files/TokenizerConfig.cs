using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Formats;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>What tokenizer_config.json, special_tokens_map.json and added_tokens.json say beside a vocabulary.</summary>
internal sealed class TokenizerConfig
{
    private const int Deepest = 64;
    private static readonly string[] Keys = ["bos_token", "eos_token", "pad_token", "unk_token", "mask_token", "sep_token", "cls_token"];

    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    /// <summary>The name of the class that Hugging Face reads the tokenizer with, or null.</summary>
    public string? ClassName { get; private set; }

    /// <summary>Whether a begin token is put before each text, where that is said.</summary>
    public bool? AddsBegin { get; private set; }

    /// <summary>Whether an end token is put behind each text, where that is said.</summary>
    public bool? AddsEnd { get; private set; }

    /// <summary>Whether capitals become small, where that is said.</summary>
    public bool? Lowercases { get; private set; }

    /// <summary>Tokens beyond the vocabulary, or special ones within it.</summary>
    public List<AddedToken> Added { get; } = [];

    /// <summary>Tokens that are special by their part, such as the one that ends a text.</summary>
    public IEnumerable<string> Named => tokens.Values;

    /// <summary>Reads what lies in a folder; a file that is missing says nothing.</summary>
    public static TokenizerConfig Read(string folder)
    {
        TokenizerConfig config = new();
        config.ReadAdded(Path.Combine(folder, "added_tokens.json"));
        config.ReadNames(Path.Combine(folder, "special_tokens_map.json"));
        config.ReadNames(Path.Combine(folder, "tokenizer_config.json"));
        return config;
    }

    /// <summary>The special tokens of a vocabulary: those named here, and for the rest the names that published vocabularies use.</summary>
    public SpecialTokens Specials(Vocabulary vocabulary)
    {
        SpecialTokens guess = KnownTokens.Guess(vocabulary);
        return tokens.Count == 0 ? guess : new SpecialTokens(
            Id("bos_token"), Id("eos_token"), Id("pad_token") ?? guess.Pad, Id("unk_token") ?? guess.Unknown, Id("mask_token") ?? guess.Mask, Id("sep_token") ?? guess.Separator, Id("cls_token") ?? guess.Class);
        int? Id(string key) => tokens.TryGetValue(key, out string? token) ? vocabulary.IdOf(token) : null;
    }

    /// <summary>Reads JSON with bounds on its size and depth.</summary>
    public static JsonDocument Json(string path)
    {
        try
        {
            return StrictJson.Parse(TokenizerError.ReadAll(path), new JsonDocumentOptions { MaxDepth = Deepest });
        }
        catch (JsonException e)
        {
            throw TokenizerError.Damaged(path, TokenizerMessages.NotJson(e.Message), (int)(e.LineNumber ?? -1) + 1, e);
        }
    }

    private void ReadAdded(string path)
    {
        if (!File.Exists(path)) return;
        using JsonDocument json = Json(path);
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw TokenizerError.Damaged(path, TokenizerMessages.NotAnObject);
        foreach (JsonProperty token in json.RootElement.EnumerateObject())
        {
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out int id) || id < 0) throw TokenizerError.Damaged(path, TokenizerMessages.NotAnObject);
            Added.Add(new AddedToken(id, token.Name, Special: token.Name is ['<', '|', ..]));
        }
    }

    private void ReadNames(string path)
    {
        if (!File.Exists(path)) return;
        using JsonDocument json = Json(path);
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw TokenizerError.Damaged(path, TokenizerMessages.NotAnObject);
        foreach (JsonProperty entry in json.RootElement.EnumerateObject())
        {
            if (Keys.Contains(entry.Name))
            {
                JsonElement value = entry.Value.ValueKind == JsonValueKind.Object && entry.Value.TryGetProperty("content", out JsonElement content) ? content : entry.Value;
                if (value.ValueKind == JsonValueKind.String) tokens[entry.Name] = value.GetString()!;
                continue;
            }

            switch (entry.Name)
            {
                case "add_bos_token": AddsBegin = Flag(entry.Value); break;
                case "add_eos_token": AddsEnd = Flag(entry.Value); break;
                case "do_lower_case": Lowercases = Flag(entry.Value); break;
                case "tokenizer_class": ClassName = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null; break;
                case "added_tokens_decoder" when entry.Value.ValueKind == JsonValueKind.Object:
                    foreach (JsonProperty token in entry.Value.EnumerateObject())
                        if (int.TryParse(token.Name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int id)) ReadAddedToken(path, id, token.Value);
                    break;
            }
        }
    }

    private void ReadAddedToken(string path, int id, JsonElement token)
    {
        AddedToken added = ToAddedToken(token, id) ?? throw TokenizerError.Damaged(path, TokenizerMessages.NotAnObject);
        Added.RemoveAll(t => t.Id == id);
        Added.Add(added);
    }

    /// <summary>An added token as Hugging Face's files write it, or null when it isn't one.</summary>
    public static AddedToken? ToAddedToken(JsonElement token, int id)
    {
        return token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String
            ? new AddedToken(id, content.GetString()!, Set("special"), Set("normalized"), Set("single_word"), Set("lstrip"), Set("rstrip"))
            : null;
        bool Set(string flag) => token.TryGetProperty(flag, out JsonElement value) && value.ValueKind == JsonValueKind.True;
    }

    private static bool? Flag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
}
