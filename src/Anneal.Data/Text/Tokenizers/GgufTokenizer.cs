using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Files;
using Anneal.Data.Text.Tokenizers.Files.Gguf;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Formats;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Tokenizers in GGUF files: the keys <c>tokenizer.ggml.*</c>, as llama.cpp reads and writes them.</summary>
public static class GgufTokenizer
{
    /// <summary>Reads the tokenizer of a file.</summary>
    /// <exception cref="UserErrorException">The file has none, one of a kind that is not known, or a damaged one.</exception>
    /// <exception cref="ModelFileException">A value is of another kind than it should be.</exception>
    public static Tokenizer Read(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        GgufVocabulary vocabulary = GgufVocabulary.Read(file);
        return vocabulary.Model switch
        {
            "gpt2" => GgufBytePairs.Read(vocabulary),
            "llama" => GgufScored.Read(vocabulary),
            "t5" => GgufScored.ReadUnigram(vocabulary),
            "bert" => GgufWordPieces.Read(vocabulary),
            _ => throw vocabulary.Unsupported($"tokenizer.ggml.model {vocabulary.Model}"),
        };
    }

    /// <summary>Writes a tokenizer into a file's metadata.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="metadata">The metadata of a <see cref="GgufWriter"/>.</param>
    /// <exception cref="UserErrorException">llama.cpp has no such tokenizer.</exception>
    public static void Write(Tokenizer tokenizer, IDictionary<string, GgufValue> metadata)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(metadata);
        TokenizerParts parts = tokenizer.Parts;
        switch (parts.Model)
        {
            case BytePairModel { Start: BytePairStart.Bytes } model: GgufBytePairs.Write(parts, model, metadata); break;
            case BytePairModel { Start: BytePairStart.Characters } when parts.Marks is null: throw new UserErrorException(TokenizerMessages.CharactersNotForGguf, TokenizerMessages.CharactersNotForGgufWayOut);
            case BytePairModel model: GgufScored.Write(parts, model, metadata); break;
            case UnigramModel model: GgufScored.WriteUnigram(parts, model, metadata); break;
            case WordPieceModel when parts.Normalizers is [BertNormalizer]: GgufWordPieces.Write(parts, metadata); break;
            default: throw new UserErrorException(TokenizerMessages.NotForGguf(parts.Model.GetType().Name), TokenizerMessages.NotForGgufWayOut);
        }

        SpecialTokens special = parts.Special;
        Number("bos_token_id", special.Begin ?? special.Class);
        Number("eos_token_id", special.End ?? special.Separator);
        Number("unknown_token_id", special.Unknown);
        Number("seperator_token_id", special.Separator); // llama.cpp spells it so
        Number("padding_token_id", special.Pad);
        Number("cls_token_id", special.Class);
        Number("mask_token_id", special.Mask);
        IReadOnlyList<TemplatePart> single = parts.Template.Single;
        metadata["tokenizer.ggml.add_bos_token"] = GgufValue.Of(single[0].Id is not null);
        metadata["tokenizer.ggml.add_eos_token"] = GgufValue.Of(single[^1].Id is not null);

        void Number(string key, int? id)
        {
            if (id is { } number) metadata["tokenizer.ggml." + key] = GgufValue.Of((uint)number);
        }
    }
}
