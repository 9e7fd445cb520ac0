using Anneal.Data.Messages;
using Anneal.Formats;

namespace Anneal.Data.Text.Tokenizers.Files.Gguf;

/// <summary>What a GGUF file says about its tokenizer, checked against itself.</summary>
internal sealed class GgufVocabulary
{
    private const string Prefix = "tokenizer.ggml.";

    private GgufVocabulary(GgufFile file, string model, string[] tokens, TokenRole[] roles) => (File, Model, Tokens, Roles) = (file, model, tokens, roles);

    public GgufFile File { get; }

    /// <summary>The kind: gpt2, llama, bert, t5.</summary>
    public string Model { get; }

    public string[] Tokens { get; }

    public TokenRole[] Roles { get; }

    /// <summary>Reads and checks the keys that every kind has.</summary>
    public static GgufVocabulary Read(GgufFile file)
    {
        string model = file.Metadata.FindText(Prefix + "model") ?? throw new UserErrorException(TokenizerMessages.NotFound(file.Path), TokenizerMessages.NoGgufTokenizerWayOut);
        string[] tokens = file.Metadata.FindTexts(Prefix + "tokens") ?? throw TokenizerError.Damaged(file.Path, TokenizerMessages.Empty);
        if (tokens.Length == 0) throw TokenizerError.Damaged(file.Path, TokenizerMessages.Empty);
        if (tokens.Length > TokenizerError.LargestId) throw TokenizerError.Damaged(file.Path, TokenizerMessages.BadId(tokens[^1], tokens.Length));
        TokenRole[] roles = new TokenRole[tokens.Length];
        Array.Fill(roles, TokenRole.Normal);
        if (file.Metadata.FindIntegers(Prefix + "token_type") is { } types)
        {
            if (types.Length != tokens.Length) throw TokenizerError.Damaged(file.Path, TokenizerMessages.CountsDiffer("token_type", types.Length, tokens.Length));
            for (int i = 0; i < types.Length; i++) roles[i] = types[i] is >= 1 and <= 6 ? (TokenRole)types[i] : TokenRole.Normal;
        }

        return new GgufVocabulary(file, model, tokens, roles);
    }

    /// <summary>The special tokens; a number beyond the vocabulary is an error.</summary>
    public SpecialTokens Special(int? begin = null, int? end = null, int? unknown = null) => new(
        Id("bos_token_id") ?? begin, Id("eos_token_id") ?? end, Id("padding_token_id"), Id("unknown_token_id") ?? unknown, Id("mask_token_id"), Id("seperator_token_id") ?? Id("separator_token_id"), Id("cls_token_id"));

    /// <summary>Special tokens and those of the user, which are looked for in texts first.</summary>
    public IReadOnlyList<AddedToken> Added() =>
        [.. Enumerable.Range(0, Tokens.Length).Where(i => Tokens[i].Length > 0 && Roles[i] is TokenRole.Control or TokenRole.UserDefined)
            .Select(i => new AddedToken(i, Roles[i] == TokenRole.UserDefined ? Tokens[i].Replace(TokenSpellings.SpaceMark, ' ') : Tokens[i], Roles[i] == TokenRole.Control))];

    public bool? Flag(string key) => File.Metadata.FindFlag(Prefix + key);

    public string? Text(string key) => File.Metadata.FindText(Prefix + key);

    /// <summary>A score for each token; 0 where none are given.</summary>
    public float[] Scores()
    {
        float[] scores = File.Metadata.FindNumbers(Prefix + "scores") ?? new float[Tokens.Length];
        if (scores.Length != Tokens.Length) throw TokenizerError.Damaged(File.Path, TokenizerMessages.CountsDiffer("scores", scores.Length, Tokens.Length));
        return Array.TrueForAll(scores, float.IsFinite) ? scores : throw TokenizerError.Damaged(File.Path, TokenizerMessages.Damaged("tokenizer.ggml.scores: NaN"));
    }

    public string[]? Merges() => File.Metadata.FindTexts(Prefix + "merges");

    public UserErrorException Unsupported(string what) => new(TokenizerMessages.Unsupported(what), TokenizerMessages.OtherTokenizer, new Place(File.Path));

    /// <summary>The bytes of a list of small integers, or none.</summary>
    public byte[] Bytes(string key) => File.Metadata.FindIntegers(Prefix + key) is { } numbers ? [.. numbers.Select(n => (byte)n)] : [];

    /// <summary>Writes the keys that every kind has.</summary>
    public static void Write(IDictionary<string, GgufValue> metadata, string model, IReadOnlyCollection<string> tokens, IReadOnlyCollection<TokenRole> roles)
    {
        metadata[Prefix + "model"] = GgufValue.Of(model);
        metadata[Prefix + "tokens"] = GgufValue.Of(tokens);
        metadata[Prefix + "token_type"] = GgufValue.Of([.. roles.Select(r => (int)r)]);
    }

    /// <summary>The tokens of a vocabulary without gaps: llama.cpp wants a text for each number.</summary>
    public static string[] Filled(Vocabulary vocabulary) => [.. Enumerable.Range(0, vocabulary.Count).Select(i => vocabulary.Texts[i] ?? FormattableString.Invariant($"[PAD{i}]"))];

    public static TokenRole[] RolesOf(Vocabulary vocabulary) => [.. Enumerable.Range(0, vocabulary.Count).Select(vocabulary.RoleOf)];

    private int? Id(string key)
    {
        if (File.Metadata.FindInteger(Prefix + key) is not { } id || id is -1 or uint.MaxValue) return null;
        return id >= 0 && id < Tokens.Length ? (int)id : throw TokenizerError.Damaged(File.Path, TokenizerMessages.BadId(key, id));
    }
}
