using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Files;
using Anneal.Data.Text.Tokenizers.Files.Json;
using Anneal.Formats;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Reads and writes tokenizers in the formats in which models are published.</summary>
public static class TokenizerFiles
{
    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">A model's folder, or one file: tokenizer.json, vocab.json (merges.txt beside it), a SentencePiece .model, a .tiktoken file, BERT's vocab.txt, a GGUF file, or a .bin vocabulary of llama2.c.</param>
    /// <exception cref="UserErrorException">There is none, or it is damaged.</exception>
    public static Tokenizer Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path)) return ReadFolder(path);
        if (!File.Exists(path)) throw new UserErrorException(TokenizerMessages.NotFound(path), TokenizerMessages.NotFoundWayOut);
        string name = Path.GetFileName(path), folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (name is "vocab.json" or "merges.txt") return VocabularyAndMerges.Read(folder);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".json": return TokenizerJson.Read(path);
            case ".bin": return StoriesVocabulary.Read(path);
            case ".gguf": return ReadGguf(path);
            case ".txt": return WordPieceVocabulary.Read(path);
            case ".tiktoken": return TiktokenFile.Read(path, TokenizerError.ReadAll(path));
            case ".model":
                byte[] bytes = TokenizerError.ReadAll(path);
                return TiktokenFile.Looks(bytes) ? TiktokenFile.Read(path, bytes) : SentencePieceFile.Read(path, bytes);
            default: throw new UserErrorException(TokenizerMessages.NotFound(path), TokenizerMessages.NotFoundWayOut);
        }
    }

    /// <summary>Writes tokenizer.json and tokenizer_config.json, as Hugging Face's libraries read them.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="folder">A folder; it is made when it is not there.</param>
    /// <param name="chatTemplate">The template of a chat model's dialogues, kept in tokenizer_config.json.</param>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public static void Write(Tokenizer tokenizer, string folder, string? chatTemplate = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "tokenizer.json"), stream => TokenizerJsonWriter.Write(tokenizer, stream));
        AtomicFile.Write(Path.Combine(folder, "tokenizer_config.json"), stream =>
        {
            using Utf8JsonWriter json = new(stream, TokenizerJsonWriter.Options);
            json.WriteStartObject();
            json.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
            (string Name, int? Id)[] special =
            [
                ("bos_token", tokenizer.BeginId), ("eos_token", tokenizer.EndId), ("pad_token", tokenizer.PadId), ("unk_token", tokenizer.UnknownId),
                ("mask_token", tokenizer.MaskId), ("sep_token", tokenizer.SeparatorId), ("cls_token", tokenizer.ClassId),
            ];
            foreach ((string name, int? id) in special)
                if (id is { } token) json.WriteString(name, tokenizer.TokenText(token));
            json.WriteBoolean("clean_up_tokenization_spaces", false);
            if (chatTemplate is not null) json.WriteString("chat_template", chatTemplate);
            json.WriteEndObject();
        });
    }

    private static Tokenizer ReadGguf(string path)
    {
        try
        {
            return GgufTokenizer.Read(GgufFile.Open(path));
        }
        catch (ModelFileException e)
        {
            throw TokenizerError.Damaged(path, TokenizerMessages.Damaged($"{e.Place}: {e.Reason.TrimEnd('.')}"), inner: e);
        }
    }

    private static Tokenizer ReadFolder(string folder)
    {
        // The first that is there: later ones say less of the same tokenizer.
        string[] names = ["tokenizer.json", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "vocab.json", "vocab.txt", "tokenizer.bin"];
        foreach (string name in names)
            if (File.Exists(Path.Combine(folder, name))) return Read(Path.Combine(folder, name));
        string[] others = [.. Directory.GetFiles(folder, "*.tiktoken"), .. Directory.GetFiles(folder, "*.model")];
        return others.Length == 1 ? Read(others[0]) : throw new UserErrorException(TokenizerMessages.NotFound(folder), TokenizerMessages.NotFoundWayOut);
    }
}
