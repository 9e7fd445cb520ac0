using System.Text;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Reads vocab.json with merges.txt: GPT-2, RoBERTa, Qwen2.</summary>
internal static class VocabularyAndMerges
{
    /// <summary>Reads the two files of a folder, and what lies beside them.</summary>
    public static Tokenizer Read(string folder)
    {
        string vocabularyFile = Path.Combine(folder, "vocab.json"), mergesFile = Path.Combine(folder, "merges.txt");
        if (!File.Exists(mergesFile)) throw TokenizerError.Damaged(vocabularyFile, TokenizerMessages.MissingMerges);
        TokenizerConfig config = TokenizerConfig.Read(folder);
        Dictionary<string, long> tokens = new(StringComparer.Ordinal);
        using (JsonDocument json = TokenizerConfig.Json(vocabularyFile))
            ReadTokens(vocabularyFile, json.RootElement, tokens);
        foreach (AddedToken added in config.Added) tokens.TryAdd(added.Text, added.Id);
        string?[] texts = TokenizerError.Place(vocabularyFile, [.. tokens.Select(t => (t.Key, t.Value))]);

        HashSet<string> named = [.. config.Named];
        TokenRole[] roles = new TokenRole[texts.Length];
        List<AddedToken> special = [];
        for (int id = 0; id < texts.Length; id++)
        {
            AddedToken? added = config.Added.Find(t => t.Id == id);
            bool isSpecial = added?.Special ?? (texts[id] is { } text && (named.Contains(text) || KnownTokens.LooksSpecial(text)));
            roles[id] = texts[id] is null ? TokenRole.Unused : isSpecial ? TokenRole.Control : added is null ? TokenRole.Normal : TokenRole.UserDefined;
            if (isSpecial || added is not null) special.Add(added ?? new AddedToken(id, texts[id]!, Special: true, TakesLeft: texts[id] == "<mask>"));
        }

        Vocabulary vocabulary = new(texts, roles, TokenSpelling.Bytes);
        MergeTable merges = MergeTable.FromList(ReadMerges(mergesFile, Encoding.UTF8.GetString(TokenizerError.ReadAll(mergesFile)), vocabulary));
        SpecialTokens specials = config.Specials(vocabulary);
        bool qwen = config.ClassName?.StartsWith("Qwen2", StringComparison.Ordinal) == true;
        bool roberta = vocabulary.IdOf("<s>") is not null && vocabulary.IdOf("</s>") is not null && vocabulary.IdOf("<mask>") is not null;
        if (roberta) specials = specials with { Separator = specials.Separator ?? vocabulary.IdOf("</s>"), Class = specials.Class ?? vocabulary.IdOf("<s>") };
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = special,
            Splitter = qwen ? new ContractionSplitter(1) : new Gpt2Splitter(),
            Model = new BytePairModel(vocabulary, merges, BytePairStart.Bytes),
            Template = roberta ? TokenTemplate.Roberta(vocabulary.IdOf("<s>")!.Value, vocabulary.IdOf("</s>")!.Value)
                : TokenTemplate.Around(config.AddsBegin == true ? specials.Begin : null, config.AddsEnd == true ? specials.End : null),
            Special = specials,
        });
    }

    /// <summary>Reads an object of tokens and their numbers.</summary>
    public static void ReadTokens(string file, JsonElement json, Dictionary<string, long> tokens)
    {
        if (json.ValueKind != JsonValueKind.Object) throw TokenizerError.Damaged(file, TokenizerMessages.NotAnObject);
        foreach (JsonProperty token in json.EnumerateObject())
        {
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt64(out long id)) throw TokenizerError.Damaged(file, TokenizerMessages.NotAnObject);
            tokens[token.Name] = id;
        }
    }

    /// <summary>Reads merges: two tokens a line, the first line perhaps a version.</summary>
    public static List<(int Left, int Right, int Merged)> ReadMerges(string file, string text, Vocabulary vocabulary)
    {
        List<(int, int, int)> merges = [];
        int line = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            if (raw.IsEmpty || (line == 1 && raw.StartsWith("#version"))) continue;
            int space = raw.IndexOf(' ');
            if (space <= 0 || space == raw.Length - 1 || raw[(space + 1)..].Contains(' ')) throw TokenizerError.Damaged(file, TokenizerMessages.BadMerge(raw.ToString()), line);
            merges.Add(Merge(file, raw[..space].ToString(), raw[(space + 1)..].ToString(), vocabulary, line));
        }

        return merges;
    }

    /// <summary>A merge of two tokens by their texts.</summary>
    public static (int Left, int Right, int Merged) Merge(string file, string left, string right, Vocabulary vocabulary, int line = 0)
    {
        return (Id(left), Id(right), Id(left + right));
        int Id(string token) => vocabulary.IdOf(token) ?? throw TokenizerError.Damaged(file, TokenizerMessages.MergeWithoutToken($"{left} {right}", token), line);
    }
}
