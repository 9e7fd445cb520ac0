using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Files;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Reads and writes tokenizers in the formats in which models are published.</summary>
public static class TokenizerFiles
{
    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">A model's folder, or one file: vocab.json (merges.txt beside it) or a .bin vocabulary of llama2.c.</param>
    /// <exception cref="UserErrorException">There is none, or it is damaged.</exception>
    public static Tokenizer Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path)) return ReadFolder(path);
        if (!File.Exists(path)) throw new UserErrorException(TokenizerMessages.NotFound(path), TokenizerMessages.NotFoundWayOut);
        string name = Path.GetFileName(path), folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (name is "vocab.json" or "merges.txt") return VocabularyAndMerges.Read(folder);
        if (name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase)) return StoriesVocabulary.Read(path);
        throw new UserErrorException(TokenizerMessages.NotFound(path), TokenizerMessages.NotFoundWayOut);
    }

    private static Tokenizer ReadFolder(string folder)
    {
        if (File.Exists(Path.Combine(folder, "vocab.json"))) return VocabularyAndMerges.Read(folder);
        throw new UserErrorException(TokenizerMessages.NotFound(folder), TokenizerMessages.NotFoundWayOut);
    }
}
