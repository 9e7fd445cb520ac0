using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Files.Json;

/// <summary>Reads tokenizer.json, the format of Hugging Face's tokenizers library: the parts that published models use. A part that is not known is an error: without it, the tokens would be others.</summary>
internal static class TokenizerJson
{
    private const int LongestWord = 1000;

    /// <summary>Reads one file, and what lies beside it.</summary>
    public static Tokenizer Read(string path)
    {
        using JsonDocument json = TokenizerConfig.Json(path);
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw TokenizerError.Damaged(path, TokenizerMessages.NotAnObject);
        return Read(new JsonPart(json.RootElement, path, ""), TokenizerConfig.Read(Path.GetDirectoryName(Path.GetFullPath(path))!));
    }

    private static Tokenizer Read(JsonPart root, TokenizerConfig config)
    {
        JsonPart model = root.Get("model");
        string kind = model.FindText("type") ?? (model.Value("merges") is null ? "WordPiece" : "BPE"); // old files do not say
        List<AddedToken> added = ReadAdded(root);
        (string?[] texts, float[] scores) = ReadTokens(model, kind, added);

        bool byteFallback = model.Flag("byte_fallback", false);
        int? unknown = kind == "Unigram" ? model.FindInteger("unk_id") : model.FindText("unk_token") is { } name ? Array.IndexOf(texts, name) : null;
        if (unknown < 0 && kind == "WordPiece") throw TokenizerError.Damaged(root.File, TokenizerMessages.MissingToken(model.Text("unk_token")));
        if (unknown < 0) unknown = null;
        if (unknown >= texts.Length) throw model.Wrong("unk_id");
        TokenRole[] roles = Roles(texts, added, unknown, byteFallback);

        List<TextNormalizer> normalizers = [];
        SpaceMarks? spaceMarks = null;
        if (root.Find("normalizer") is { } normalizer) JsonNormalizers.Read(normalizer, normalizers, ref spaceMarks);
        JsonSplitters.Cutting cutting = root.Find("pre_tokenizer") is { } pre ? JsonSplitters.Read(pre) : default;
        if (spaceMarks is not null && cutting.Marks is not null) throw root.Unsupported("normalizer + pre_tokenizer");
        TextNormalizer? marks = cutting.Marks ?? spaceMarks;
        JsonPart? decoder = root.Find("decoder");
        TokenSpelling spelling = Spelling(decoder, kind, Mentions(root, "pre_tokenizer", "ByteLevel"));
        Vocabulary vocabulary = new(texts, roles, spelling);

        TextSplitter? splitter = cutting.Splitter;
        // Spaces are marked by then, so cutting at them does nothing (Gemma); words can be cut where no token reaches across.
        if (spaceMarks is not null && splitter is LiteralSplitter { Pattern: " " }) splitter = null;
        if (marks is SpaceMarks && splitter is null && MarkedWordSplitter.Suits(vocabulary)) splitter = new MarkedWordSplitter();

        SpecialTokens special = config.Specials(vocabulary);
        special = special with { Unknown = special.Unknown ?? unknown };
        TokenTemplate template = (root.Find("post_processor") is { } post ? JsonTemplates.Read(post, vocabulary, ref special) : null) ?? TokenTemplate.None;
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = added,
            Normalizers = normalizers,
            Marks = marks,
            Splitter = splitter,
            Model = ReadModel(model, kind, vocabulary, scores, unknown, byteFallback, spelling),
            Template = template,
            Special = special,
            DropsFirstSpace = spelling is TokenSpelling.WordPieces or TokenSpelling.Words || (spelling == TokenSpelling.MarkedSpaces && DropsFirst(decoder, marks)),
        });
    }

    private static List<AddedToken> ReadAdded(JsonPart root)
    {
        List<AddedToken> added = [];
        foreach (JsonElement element in root.Elements("added_tokens"))
        {
            if (element.ValueKind != JsonValueKind.Object) throw root.Wrong("added_tokens");
            int id = new JsonPart(element, root.File, "added_tokens").FindInteger("id") ?? throw root.Wrong("added_tokens");
            added.Add(TokenizerConfig.ToAddedToken(element, id) ?? throw root.Wrong("added_tokens"));
        }

        return added;
    }

    private static (string?[] Texts, float[] Scores) ReadTokens(JsonPart model, string kind, List<AddedToken> added)
    {
        List<(string Token, long Id)> tokens = [];
        List<float> scores = [];
        if (kind == "Unigram")
        {
            foreach (JsonElement entry in model.Elements("vocab"))
            {
                if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[0].ValueKind != JsonValueKind.String || entry[1].ValueKind != JsonValueKind.Number
                    || !entry[1].TryGetSingle(out float score) || !float.IsFinite(score)) throw model.Wrong("vocab");
                tokens.Add((entry[0].GetString()!, tokens.Count));
                scores.Add(score);
            }
        }
        else
        {
            Dictionary<string, long> byText = new(StringComparer.Ordinal);
            VocabularyAndMerges.ReadTokens(model.File, model.Value("vocab") ?? throw model.Wrong("vocab"), byText);
            tokens.AddRange(byText.Select(t => (t.Key, t.Value)));
        }

        HashSet<string> known = [.. tokens.Select(t => t.Token)];
        tokens.AddRange(added.Where(t => !known.Contains(t.Text)).Select(t => (t.Text, (long)t.Id)));
        string?[] texts = TokenizerError.Place(model.File, tokens);
        foreach (AddedToken token in added)
            if (token.Id >= texts.Length || texts[token.Id] != token.Text) throw TokenizerError.Damaged(model.File, TokenizerMessages.TwoForId(token.Text, token.Id));
        while (scores.Count < texts.Length && kind == "Unigram") scores.Add(0);
        return (texts, [.. scores]);
    }

    private static TokenRole[] Roles(string?[] texts, List<AddedToken> added, int? unknown, bool byteFallback)
    {
        TokenRole[] roles = new TokenRole[texts.Length];
        for (int id = 0; id < roles.Length; id++)
            roles[id] = texts[id] is not { } text ? TokenRole.Unused : byteFallback && TokenSpellings.TryByte(text, out _) ? TokenRole.Byte : TokenRole.Normal;
        foreach (AddedToken token in added) roles[token.Id] = token.Special ? TokenRole.Control : TokenRole.UserDefined;
        if (unknown is { } u && roles[u] is TokenRole.Normal or TokenRole.Control && KnownTokens.LooksUnknown(texts[u]!)) roles[u] = TokenRole.Unknown;
        return roles;
    }

    private static TokenModel ReadModel(JsonPart model, string kind, Vocabulary vocabulary, float[] scores, int? unknown, bool byteFallback, TokenSpelling spelling)
    {
        switch (kind)
        {
            case "BPE":
                if (model.FindText("continuing_subword_prefix") is { Length: > 0 } prefix) throw model.Unsupported($"continuing_subword_prefix {prefix}");
                if (model.FindText("end_of_word_suffix") is { Length: > 0 } suffix) throw model.Unsupported($"end_of_word_suffix {suffix}");
                BytePairStart start = spelling == TokenSpelling.Bytes ? BytePairStart.Bytes : byteFallback ? BytePairStart.CharactersThenBytes : BytePairStart.Characters;
                return new BytePairModel(vocabulary, MergeTable.FromList(ReadMerges(model, vocabulary)), start, model.Flag("ignore_merges", false), unknown, model.Flag("fuse_unk", false));
            case "WordPiece":
                int longest = model.FindInteger("max_input_chars_per_word") ?? 100;
                if (longest > LongestWord) throw model.Wrong("max_input_chars_per_word");
                return new WordPieceModel(vocabulary, unknown ?? throw model.Wrong("unk_token"), model.FindText("continuing_subword_prefix") ?? "##", longest);
            case "Unigram": return new UnigramModel(vocabulary, scores, unknown, byteFallback);
            case "WordLevel": return new WordModel(vocabulary, unknown);
            default: throw model.Unsupported(kind);
        }
    }

    private static List<(int Left, int Right, int Merged)> ReadMerges(JsonPart model, Vocabulary vocabulary)
    {
        if (model.Value("merges") is null) throw TokenizerError.Damaged(model.File, TokenizerMessages.MissingMerges);
        List<(int, int, int)> merges = [];
        foreach (JsonElement merge in model.Elements("merges"))
        {
            if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2 && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String)
            {
                merges.Add(VocabularyAndMerges.Merge(model.File, merge[0].GetString()!, merge[1].GetString()!, vocabulary));
                continue;
            }

            string text = merge.ValueKind == JsonValueKind.String ? merge.GetString()! : throw model.Wrong("merges");
            int space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 || space == text.Length - 1) throw TokenizerError.Damaged(model.File, TokenizerMessages.BadMerge(text));
            merges.Add(VocabularyAndMerges.Merge(model.File, text[..space], text[(space + 1)..], vocabulary));
        }

        return merges;
    }

    private static TokenSpelling Spelling(JsonPart? decoder, string kind, bool cutsBytes)
    {
        if (decoder is not { } part) return cutsBytes ? TokenSpelling.Bytes : kind == "WordPiece" ? TokenSpelling.WordPieces : TokenSpelling.Words;
        switch (part.Type)
        {
            case "ByteLevel": return TokenSpelling.Bytes;
            case "WordPiece": return TokenSpelling.WordPieces;
            case "Metaspace": return TokenSpelling.MarkedSpaces;
            case "Sequence":
                List<JsonPart> inner = part.List("decoders");
                foreach (JsonPart step in inner)
                    if (step.Type is not ("Replace" or "ByteFallback" or "Fuse" or "Strip" or "Metaspace" or "ByteLevel")) throw part.Unsupported(step.Type);
                return inner.Exists(s => s.Type == "ByteLevel") ? TokenSpelling.Bytes : TokenSpelling.MarkedSpaces;
            case "Fuse": return TokenSpelling.Plain;
            default: throw part.Unsupported(part.Type);
        }
    }

    /// <summary>Whether decoding takes a space at the beginning away.</summary>
    private static bool DropsFirst(JsonPart? decoder, TextNormalizer? marks) => decoder switch
    {
        { Type: "Sequence" } part => part.List("decoders").Exists(s => s.Type == "Strip" && s.FindInteger("start") > 0),
        { Type: "Metaspace" } part => part.FindText("prepend_scheme") is { } scheme ? scheme != "never" : part.Flag("add_prefix_space", true),
        _ => marks is SpaceMarks { Prefix: not SpacePrefix.Never },
    };

    /// <summary>Whether a part, or one within it, is of a type.</summary>
    private static bool Mentions(JsonPart root, string name, string type) =>
        root.Find(name) is { } part && (part.Type == type || (part.Type == "Sequence" && part.List("pretokenizers").Exists(p => p.Type == type)));
}
