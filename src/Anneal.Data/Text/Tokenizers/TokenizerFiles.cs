using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Files;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Reads and writes tokenizers in the formats in which models are published.</summary>
public static class TokenizerFiles
{
    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">A model's folder, or one file: vocab.json (merges.txt beside it), a SentencePiece .model, a .tiktoken file, BERT's vocab.txt, or a .bin vocabulary of llama2.c.</param>
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
            case ".bin": return StoriesVocabulary.Read(path);
            case ".txt": return WordPieceVocabulary.Read(path);
            case ".tiktoken": return TiktokenFile.Read(path, TokenizerError.ReadAll(path));
            case ".model":
                byte[] bytes = TokenizerError.ReadAll(path);
                return TiktokenFile.Looks(bytes) ? TiktokenFile.Read(path, bytes) : SentencePieceFile.Read(path, bytes);
            default: throw new UserErrorException(TokenizerMessages.NotFound(path), TokenizerMessages.NotFoundWayOut);
        }
    }

    private static Tokenizer ReadFolder(string folder)
    {
        // The first that is there: later ones say less of the same tokenizer.
        string[] names = ["tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "vocab.json", "vocab.txt", "tokenizer.bin"];
        foreach (string name in names)
            if (File.Exists(Path.Combine(folder, name))) return Read(Path.Combine(folder, name));
        string[] others = [.. Directory.GetFiles(folder, "*.tiktoken"), .. Directory.GetFiles(folder, "*.model")];
        return others.Length == 1 ? Read(others[0]) : throw new UserErrorException(TokenizerMessages.NotFound(folder), TokenizerMessages.NotFoundWayOut);
    }
}
