using Anneal.Formats;

namespace Anneal.Data.Text.Tokenizers.Files.Gguf;

/// <summary>BERT's vocabularies in GGUF files (model bert), which mark where words begin instead of where they go on: <c>▁word</c> and <c>piece</c> for <c>word</c> and <c>##piece</c>.</summary>
internal static class GgufWordPieces
{
    public static Tokenizer Read(GgufVocabulary file)
    {
        List<string> tokens = new(file.Tokens.Length);
        for (int id = 0; id < file.Tokens.Length; id++)
        {
            string token = file.Tokens[id];
            bool special = file.Roles[id] is TokenRole.Control or TokenRole.Unknown or TokenRole.Unused || (token.StartsWith('[') && token.EndsWith(']') && token.Length > 2);
            tokens.Add(token.StartsWith(TokenSpellings.SpaceMark) ? token[1..] : special ? token : "##" + token);
        }

        // llama.cpp makes every letter small, whatever the model.
        return WordPieceVocabulary.Build(file.File.Path, tokens, lowercases: true, file.Special());
    }

    public static void Write(TokenizerParts parts, IDictionary<string, GgufValue> metadata)
    {
        Vocabulary vocabulary = parts.Vocabulary;
        TokenRole[] roles = GgufVocabulary.RolesOf(vocabulary);
        string[] tokens = GgufVocabulary.Filled(vocabulary);
        for (int id = 0; id < tokens.Length; id++)
            if (roles[id] == TokenRole.Normal) tokens[id] = tokens[id].StartsWith("##", StringComparison.Ordinal) && tokens[id].Length > 2 ? tokens[id][2..] : TokenSpellings.SpaceMark + tokens[id];
        GgufVocabulary.Write(metadata, "bert", tokens, roles);
        metadata["tokenizer.ggml.token_type_count"] = GgufValue.Of(2u);
    }
}
