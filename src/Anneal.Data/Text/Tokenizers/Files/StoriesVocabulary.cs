using System.Buffers.Binary;
using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Normalizers;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Reads llama2.c's tokenizer files: the length of the longest token, then for each token its score (float32), its length (int32) and its UTF-8.</summary>
/// <remarks>github.com/karpathy/llama2.c, tokenizer.py and run.c: 0 is unknown, 1 begins and 2 ends a text, 3 to 258 are the bytes.</remarks>
internal static class StoriesVocabulary
{
    private const int FirstByte = 3, AfterBytes = FirstByte + 256, LongestToken = 1 << 16;

    /// <summary>Reads one file.</summary>
    public static Tokenizer Read(string path)
    {
        ReadOnlySpan<byte> rest = TokenizerError.ReadAll(path);
        if (rest.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(rest) is <= 0 or > LongestToken) throw TokenizerError.Damaged(path, TokenizerMessages.Truncated);
        rest = rest[4..];
        List<string?> texts = [];
        List<float> scores = [];
        while (rest.Length > 0)
        {
            if (rest.Length < 8) throw TokenizerError.Damaged(path, TokenizerMessages.Truncated);
            float score = BinaryPrimitives.ReadSingleLittleEndian(rest);
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            rest = rest[8..];
            if (length < 0 || length > rest.Length) throw TokenizerError.Damaged(path, TokenizerMessages.Truncated);
            if (float.IsNaN(score)) throw TokenizerError.Damaged(path, TokenizerMessages.Damaged("NaN"));
            texts.Add(Encoding.UTF8.GetString(rest[..length]).Replace(' ', TokenSpellings.SpaceMark));
            scores.Add(score);
            rest = rest[length..];
        }

        if (texts.Count < AfterBytes) throw TokenizerError.Damaged(path, TokenizerMessages.Truncated);
        TokenRole[] roles = new TokenRole[texts.Count];
        Array.Fill(roles, TokenRole.Normal);
        roles.AsSpan(FirstByte, 256).Fill(TokenRole.Byte);
        (roles[0], roles[1], roles[2]) = (TokenRole.Unknown, TokenRole.Control, TokenRole.Control);
        (texts[0], texts[1], texts[2]) = ("<unk>", "<s>", "</s>"); // the file has line feeds around them
        for (int b = 0; b < 256; b++) texts[FirstByte + b] = TokenSpellings.ByteToken(b);
        Vocabulary vocabulary = new([.. texts], roles, TokenSpelling.MarkedSpaces);
        return new Tokenizer(ScoredVocabulary.BytePairs(vocabulary, scores.ToArray(), SpacePrefix.Always) with
        {
            Added = [new(1, "<s>", Special: true), new(2, "</s>", Special: true)],
            Template = TokenTemplate.Around(1, null),
            Special = new SpecialTokens(Begin: 1, End: 2, Unknown: 0),
        });
    }
}
