using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;
using Anneal.Data.Text.Unicode;
using Anneal.Formats;

namespace Anneal.Data.Text.Tokenizers.Files.Gguf;

/// <summary>Byte-level byte pairs in GGUF files (model gpt2): the name of the pattern stands in <c>tokenizer.ggml.pre</c>.</summary>
internal static class GgufBytePairs
{
    public static Tokenizer Read(GgufVocabulary file)
    {
        if (file.Merges() is not { } lines) throw TokenizerError.Damaged(file.File.Path, TokenizerMessages.MissingMerges);
        Vocabulary vocabulary = new([.. file.Tokens], file.Roles, TokenSpelling.Bytes);
        List<(int, int, int)> merges = [];
        foreach (string line in lines)
        {
            int space = line.Length > 1 ? line.IndexOf(' ', 1) : -1;
            if (space <= 0 || space == line.Length - 1) throw TokenizerError.Damaged(file.File.Path, TokenizerMessages.BadMerge(line));

            // A merge whose tokens the vocabulary lacks can't be written; llama.cpp takes such files too.
            if (vocabulary.IdOf(line[..space]) is { } left && vocabulary.IdOf(line[(space + 1)..]) is { } right && vocabulary.IdOf(line[..space] + line[(space + 1)..]) is { } merged) merges.Add((left, right, merged));
        }

        string pre = file.Text("pre") ?? "default";
        SpecialTokens special = file.Special(vocabulary.IdOf("<|endoftext|>"), vocabulary.IdOf("<|endoftext|>"));
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = file.Added(),
            Normalizers = pre is "qwen2" ? [new UnicodeFormNormalizer(UnicodeForm.Nfc)] : [],
            Splitter = pre switch
            {
                "default" or "gpt-2" or "gpt2" or "phi-2" or "mpt" or "olmo" or "jais" or "trillion" or "roberta-bpe" or "jina-es" or "jina-de" or "jina-v1-en" or "jina-v2-es" or "jina-v2-de" or "exaone4" => new Gpt2Splitter(),
                "llama3" or "llama-v3" or "llama-bpe" or "falcon3" or "dbrx" or "smaug-bpe" or "pixtral" => new ContractionSplitter(3),
                "qwen2" or "deepseek-r1-qwen" or "stablelm2" or "hunyuan" or "megrez" => new ContractionSplitter(1),
                "gpt-4o" or "llama4" => new CasedSplitter(),
                "starcoder" or "refact" or "command-r" or "smollm" or "codeshell" or "exaone" or "minerva-7b" => new SplitterChain([new NumberSplitter(1), new Gpt2Splitter()]),
                _ => throw file.Unsupported($"tokenizer.ggml.pre {pre}"),
            },
            Model = new BytePairModel(vocabulary, MergeTable.FromList(merges), BytePairStart.Bytes, wholeFirst: pre is "llama3" or "llama-v3" or "llama-bpe" or "falcon3" or "pixtral", special.Unknown),
            Template = TokenTemplate.Around(file.Flag("add_bos_token") ?? pre is "llama-bpe" or "llama3" or "llama-v3" ? special.Begin : null, file.Flag("add_eos_token") == true ? special.End : null),
            Special = special,
        });
    }

    public static void Write(TokenizerParts parts, BytePairModel model, IDictionary<string, GgufValue> metadata)
    {
        string pre = parts.Splitter switch
        {
            Gpt2Splitter => "gpt-2",
            ContractionSplitter { Digits: 3 } => model.WholeFirst ? "llama-bpe" : "dbrx",
            ContractionSplitter { Digits: 1 } => "qwen2",
            CasedSplitter => "gpt-4o",
            SplitterChain { Splitters: [NumberSplitter { Digits: 1 }, Gpt2Splitter] } => "starcoder",
            _ => throw new UserErrorException(TokenizerMessages.NotForGguf(parts.Splitter?.GetType().Name ?? "pre_tokenizer: null"), TokenizerMessages.NotForGgufWayOut),
        };
        GgufVocabulary.Write(metadata, "gpt2", GgufVocabulary.Filled(parts.Vocabulary), GgufVocabulary.RolesOf(parts.Vocabulary));
        metadata["tokenizer.ggml.pre"] = GgufValue.Of(pre);
        metadata["tokenizer.ggml.merges"] = GgufValue.Of([.. model.Merges.InOrder().Select(m => $"{parts.Vocabulary.TextOf(m.Left)} {parts.Vocabulary.TextOf(m.Right)}")]);
    }
}
