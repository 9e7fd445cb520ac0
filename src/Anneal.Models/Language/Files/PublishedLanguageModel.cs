using System.Text.Json;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;

namespace Anneal.Models.Language;

/// <summary>Language models in Hugging Face folders (bundles are such folders) and in GGUF files: network, tokenizer, template, and how their makers sample them.</summary>
internal static class PublishedLanguageModel
{
    public const string TemplateKey = "tokenizer.chat_template";

    /// <summary>Tokens that end a turn in published models, where they are special tokens of the vocabulary; files often name but one.</summary>
    private static readonly string[] EndsOfTurns = ["<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<end_of_turn>", "<|end|>", "<|endoftext|>", "<|end_of_text|>", "</s>"];

    private const long MostTemplateBytes = 1 << 20;

    /// <param name="path">A folder with config.json and weights.</param>
    /// <param name="tokenizer">A tokenizer's file or folder; left out, the folder's own.</param>
    public static LanguageModel OpenFolder(string path, string name, string? tokenizer)
    {
        ModelFolder folder = ModelFolder.Open(path);
        Tokenizer read = TokenizerFiles.Read(tokenizer ?? path);
        JsonElement? generation = Json(path, "generation_config.json");
        return new LanguageModel(new DecoderNetwork(DecoderFolder.Read(folder)), read)
        {
            Name = name, Ends = Ends(read, generation ?? folder.Config), Defaults = Defaults(generation), Template = Template(FolderTemplate(path), read),
        };
    }

    public static LanguageModel OpenGguf(string path, string name, string? tokenizer)
    {
        GgufFile file = GgufFile.Open(path);
        Tokenizer read = tokenizer is null ? GgufTokenizer.Read(file) : TokenizerFiles.Read(tokenizer);
        HashSet<int> ends = Ends(read);
        foreach (string key in new[] { "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id" })
            if (file.Metadata.FindInteger(key) is >= 0 and <= int.MaxValue and var id) ends.Add((int)id);
        return new LanguageModel(new DecoderNetwork(DecoderGguf.Read(file)), read)
        {
            Name = file.Metadata.FindText("general.name") is { Length: > 0 } own ? own : name, Ends = ends, Template = Template(file.Metadata.FindText(TemplateKey), read),
        };
    }

    /// <summary>A folder's chat template: a file of its own, or a text in tokenizer_config.json; null where there is none.</summary>
    public static string? FolderTemplate(string folder)
    {
        string own = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(own) && new FileInfo(own).Length <= MostTemplateBytes) return File.ReadAllText(own);
        if (Json(folder, "tokenizer_config.json") is not { } config || !config.TryGetProperty("chat_template", out JsonElement template)) return null;
        if (template.ValueKind == JsonValueKind.String) return template.GetString();
        if (template.ValueKind != JsonValueKind.Array) return null;

        // Several by name: the default one, or else the first.
        JsonElement[] all = [.. template.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.Object && t.TryGetProperty("template", out JsonElement text) && text.ValueKind == JsonValueKind.String)];
        JsonElement chosen = all.FirstOrDefault(t => t.TryGetProperty("name", out JsonElement n) && n.ValueKind == JsonValueKind.String && n.GetString() == "default", all.FirstOrDefault());
        return chosen.ValueKind == JsonValueKind.Object ? chosen.GetProperty("template").GetString() : null;
    }

    private static ChatTemplate? Template(string? source, Tokenizer tokenizer) => source is null ? null : ChatTemplate.Parse(source, Text(tokenizer, tokenizer.BeginId), Text(tokenizer, tokenizer.EndId));

    private static string Text(Tokenizer tokenizer, int? id) => id is { } given ? tokenizer.TokenText(given) : "";

    /// <summary>A JSON file of a folder; null where it isn't there.</summary>
    public static JsonElement? Json(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? ModelFolder.Json(path) : null;
    }

    private static HashSet<int> Ends(Tokenizer tokenizer)
    {
        HashSet<int> ends = [.. EndsOfTurns.Select(tokenizer.IdOf).OfType<int>().Where(tokenizer.IsSpecial)];
        if (tokenizer.EndId is { } end) ends.Add(end);
        return ends;
    }

    /// <summary>The tokens that end a text: those that the configuration lists, and the tokenizer's.</summary>
    private static HashSet<int> Ends(Tokenizer tokenizer, JsonElement config)
    {
        HashSet<int> ends = Ends(tokenizer);
        if (!config.TryGetProperty("eos_token_id", out JsonElement listed)) return ends;
        JsonElement[] ids = listed.ValueKind == JsonValueKind.Array ? [.. listed.EnumerateArray()] : [listed];
        foreach (JsonElement item in ids)
            if (item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int id)) ends.Add(id);
        return ends;
    }

    /// <summary>How generation_config.json has a model sampled.</summary>
    public static GenerationOptions Defaults(JsonElement? config)
    {
        var usual = new GenerationOptions { Temperature = 0.8, TopK = 40, TopP = 0.95 };
        if (config is not { } json) return usual;
        if (json.TryGetProperty("do_sample", out JsonElement sampled) && sampled.ValueKind == JsonValueKind.False) return GenerationOptions.Greedy;
        return usual with
        {
            Temperature = Number("temperature", 0, 10) ?? usual.Temperature,
            TopK = (int)(Number("top_k", 0, 1 << 24) ?? usual.TopK),
            TopP = Number("top_p", 1e-6, 1) ?? usual.TopP,
            MinP = Number("min_p", 0, 1) ?? usual.MinP,
            RepetitionPenalty = Number("repetition_penalty", 0.01, 100) ?? usual.RepetitionPenalty,
        };

        double? Number(string name, double least, double most) =>
            json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most ? number : null;
    }
}
