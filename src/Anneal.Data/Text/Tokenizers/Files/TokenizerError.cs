using Anneal.Data.Messages;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Mistakes in files of tokenizers, and the bounds that hold for all of them.</summary>
internal static class TokenizerError
{
    /// <summary>Bytes of a vocabulary's file at most.</summary>
    public const long LargestFile = 256L << 20;

    /// <summary>The highest number of a token.</summary>
    public const int LargestId = 1 << 23;

    public static UserErrorException Damaged(string file, Message reason, int line = 0, Exception? inner = null) =>
        new(reason, TokenizerMessages.DownloadAgain, new Place(file, line), inner);

    /// <summary>A whole file, when its size is plausible.</summary>
    public static byte[] ReadAll(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists) throw new UserErrorException(TokenizerMessages.NotFound(path), TokenizerMessages.NotFoundWayOut);
        if (file.Length > LargestFile) throw Damaged(path, TokenizerMessages.TooLarge(file.Length));
        return File.ReadAllBytes(path);
    }

    /// <summary>Puts tokens at their numbers, after a look at how many numbers that takes.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="tokens">Tokens with numbers; of one token named twice with one number, one is kept.</param>
    public static string?[] Place(string file, IReadOnlyCollection<(string Token, long Id)> tokens)
    {
        long size = 0;
        foreach ((string token, long id) in tokens)
        {
            // Some vocabularies leave numbers out, but none most of them.
            if (id < 0 || id > LargestId || id > 16L * tokens.Count + 65536) throw Damaged(file, TokenizerMessages.BadId(token, id));
            size = Math.Max(size, id + 1);
        }

        if (size == 0) throw Damaged(file, TokenizerMessages.Empty);
        string?[] placed = new string?[size];
        foreach ((string token, long id) in tokens)
        {
            if (placed[id] is { } other && other != token) throw Damaged(file, TokenizerMessages.TwoForId(token, (int)id));
            placed[id] = token;
        }

        return placed;
    }
}
