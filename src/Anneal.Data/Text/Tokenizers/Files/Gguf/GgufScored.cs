using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;
using Anneal.Formats;

namespace Anneal.Data.Text.Tokenizers.Files.Gguf;

/// <summary>SentencePiece's vocabularies in GGUF files: byte pairs by score (model llama) and unigram (model t5).</summary>
internal static class GgufScored
{
    public static Tokenizer Read(GgufVocabulary file)
    {
        Vocabulary vocabulary = new([.. file.Tokens], file.Roles, TokenSpelling.MarkedSpaces);
        SpecialTokens special = file.Special(begin: Valid(file, 1), end: Valid(file, 2), unknown: Valid(file, 0));
        TokenizerParts parts = ScoredVocabulary.BytePairs(vocabulary, file.Scores(), file.Flag("add_space_prefix") ?? true ? SpacePrefix.Always : SpacePrefix.Never);
        return new Tokenizer(parts with
        {
            Added = file.Added(),
            Template = TokenTemplate.Around(file.Flag("add_bos_token") ?? true ? special.Begin : null, file.Flag("add_eos_token") ?? false ? special.End : null),
            Special = special,
        });
    }

    public static Tokenizer ReadUnigram(GgufVocabulary file)
    {
        Vocabulary vocabulary = new([.. file.Tokens], file.Roles, TokenSpelling.MarkedSpaces);
        SpecialTokens special = file.Special(end: Valid(file, 1), unknown: Valid(file, 2));
        List<TextNormalizer> normalizers = [];
        if (file.Bytes("precompiled_charsmap") is { Length: > 0 } map) normalizers.Add(CharacterMap.TryRead(map) ?? throw TokenizerError.Damaged(file.File.Path, TokenizerMessages.Damaged("precompiled_charsmap")));
        if (file.Flag("remove_extra_whitespaces") ?? false) normalizers.AddRange([new Stripping(left: true, right: true), new SpaceRuns(" ")]);
        bool prefix = file.Flag("add_space_prefix") ?? true;
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = file.Added(),
            Normalizers = normalizers,
            Marks = new SpaceMarks(prefix ? SpacePrefix.Always : SpacePrefix.Never),
            Splitter = MarkedWordSplitter.Suits(vocabulary) ? new MarkedWordSplitter() : null,
            Model = new UnigramModel(vocabulary, file.Scores(), special.Unknown, byteFallback: Array.IndexOf(file.Roles, TokenRole.Byte) >= 0),
            Template = TokenTemplate.Around(file.Flag("add_bos_token") ?? false ? special.Begin : null, file.Flag("add_eos_token") ?? true ? special.End : null),
            Special = special,
            DropsFirstSpace = prefix,
        });
    }

    public static void Write(TokenizerParts parts, BytePairModel model, IDictionary<string, GgufValue> metadata)
    {
        // llama.cpp joins by the score of what comes out: the earlier a merge, the higher.
        float[] scores = new float[parts.Vocabulary.Count];
        Array.Fill(scores, float.NaN);
        int place = 0;
        foreach ((_, _, int merged) in model.Merges.InOrder())
            if (float.IsNaN(scores[merged])) scores[merged] = -place++;
        for (int id = 0; id < scores.Length; id++)
            if (float.IsNaN(scores[id])) scores[id] = parts.Vocabulary.RoleOf(id) is TokenRole.Normal ? -place : 0;
        WriteCommon(parts, "llama", scores, metadata);
    }

    public static void WriteUnigram(TokenizerParts parts, UnigramModel model, IDictionary<string, GgufValue> metadata)
    {
        WriteCommon(parts, "t5", model.Scores.ToArray(), metadata);
        metadata["tokenizer.ggml.remove_extra_whitespaces"] = GgufValue.Of(parts.Normalizers.Any(n => n is SpaceRuns));
        if (parts.Normalizers.OfType<CharacterMap>().FirstOrDefault() is { } map) metadata["tokenizer.ggml.precompiled_charsmap"] = GgufValue.Of([.. map.Source.Select(b => (int)b)]);
    }

    private static void WriteCommon(TokenizerParts parts, string model, float[] scores, IDictionary<string, GgufValue> metadata)
    {
        if (parts.Marks is not SpaceMarks marks) throw new UserErrorException(TokenizerMessages.NotForGguf("Metaspace"), TokenizerMessages.NotForGgufWayOut);
        GgufVocabulary.Write(metadata, model, GgufVocabulary.Filled(parts.Vocabulary), GgufVocabulary.RolesOf(parts.Vocabulary));
        metadata["tokenizer.ggml.pre"] = GgufValue.Of("default");
        metadata["tokenizer.ggml.scores"] = GgufValue.Of(scores);
        metadata["tokenizer.ggml.add_space_prefix"] = GgufValue.Of(marks.Prefix != SpacePrefix.Never);
    }

    /// <summary>Where a file does not say, the numbers are those of SentencePiece: if there is a special token there.</summary>
    private static int? Valid(GgufVocabulary file, int id) => id < file.Roles.Length && file.Roles[id] is TokenRole.Control or TokenRole.Unknown ? id : null;
}
