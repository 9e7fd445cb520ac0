using System.Buffers.Text;
using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Reads tiktoken's files: on each line a token's bytes as base64 and its number, which is also its rank. Special tokens and the pattern aren't in them; published files are known by their size.</summary>
internal static class TiktokenFile
{
    private const int LongestLine = 4096;

    /// <summary>Whether bytes look like such a file (Llama 3 calls its one tokenizer.model).</summary>
    public static bool Looks(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        if (end <= 0 || end > LongestLine) return false;
        int space = bytes[..end].IndexOf((byte)' ');
        return space > 0 && Base64.IsValid(bytes[..space]) && bytes[space + 1] is >= (byte)'0' and <= (byte)'9';
    }

    /// <summary>Reads one file.</summary>
    public static Tokenizer Read(string path, ReadOnlySpan<byte> bytes)
    {
        List<(string Token, long Id)> tokens = [];
        int number = 0;
        Span<byte> raw = stackalloc byte[LongestLine];
        while (bytes.Length > 0)
        {
            number++;
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? bytes : bytes[..end]).TrimEnd((byte)'\r');
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (line.IsEmpty) continue;
            int space = line.IndexOf((byte)' ');
            if (space <= 0 || line.Length > LongestLine || Base64.DecodeFromUtf8(line[..space], raw, out int used, out int length) != System.Buffers.OperationStatus.Done || used != space || length == 0
                || !long.TryParse(line[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long id))
                throw TokenizerError.Damaged(path, TokenizerMessages.BadTiktokenLine, number);
            tokens.Add((ByteAlphabet.TextOf(raw[..length]), id));
        }

        (TextSplitter splitter, IReadOnlyList<(string Token, int Id)> special) = Known(tokens.Count, tokens.Count == 0 ? 0 : tokens.Max(t => t.Id));
        int plain = tokens.Count;
        tokens.AddRange(special.Select(s => (s.Token, (long)s.Id)));
        string?[] texts = TokenizerError.Place(path, tokens);
        TokenRole[] roles = new TokenRole[texts.Length];
        for (int i = 0; i < roles.Length; i++) roles[i] = texts[i] is null ? TokenRole.Unused : TokenRole.Normal;
        foreach ((_, int id) in special) roles[id] = TokenRole.Control;
        Vocabulary vocabulary = new(texts, roles, TokenSpelling.Bytes);
        SpecialTokens specials = KnownTokens.Guess(vocabulary);
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = [.. special.Select(s => new AddedToken(s.Id, s.Token, Special: true))],
            Splitter = splitter,
            Model = new BytePairModel(vocabulary, MergeTable.FromVocabulary(vocabulary, id => roles[id] == TokenRole.Normal ? id : MergeTable.Never), BytePairStart.Bytes, wholeFirst: true),
            Template = TokenTemplate.Around(vocabulary.IdOf("<|begin_of_text|>"), null),
            Special = specials,
        });
    }

    /// <summary>The pattern and the special tokens of the published files, by how many tokens they have; cl100k's pattern without special tokens for any other.</summary>
    private static (TextSplitter Splitter, IReadOnlyList<(string Token, int Id)> Special) Known(int count, long highest) => (count, highest) switch
    {
        (50256, 50255) or (50280, 50280) => (new Gpt2Splitter(), [("<|endoftext|>", 50256)]),
        (100256, 100255) => (new ContractionSplitter(3), [("<|endoftext|>", 100257), ("<|fim_prefix|>", 100258), ("<|fim_middle|>", 100259), ("<|fim_suffix|>", 100260), ("<|endofprompt|>", 100276)]),
        (128000, 127999) => (new ContractionSplitter(3), Llama3()),
        (151643, 151642) => (new ContractionSplitter(1), [("<|endoftext|>", 151643), ("<|im_start|>", 151644), ("<|im_end|>", 151645)]),
        _ => (new ContractionSplitter(3), []),
    };

    private static List<(string, int)> Llama3()
    {
        string[] names = ["begin_of_text", "end_of_text", "reserved_special_token_0", "reserved_special_token_1", "finetune_right_pad_id", "step_id", "start_header_id", "end_header_id", "eom_id", "eot_id", "python_tag"];
        List<(string, int)> tokens = [.. names.Select((n, i) => ($"<|{n}|>", 128000 + i))];
        for (int i = tokens.Count; i < 256; i++) tokens.Add((FormattableString.Invariant($"<|reserved_special_token_{i - 9}|>"), 128000 + i));
        return tokens;
    }
}
