using System.Text;
using System.Text.Unicode;
using Anneal.Data.Messages;

namespace Anneal.Data.Sources;

/// <summary>Reads a small text file, such as a recipe, that must be UTF-8, with or without a byte order mark.</summary>
public static class Utf8File
{
    private const long MostBytes = 1L << 28;

    /// <summary>The text's bytes, without the mark.</summary>
    /// <param name="path">The file to open.</param>
    /// <param name="shownAs">The file's name in messages.</param>
    /// <param name="namedAt">Where the user named the file, for the message that it is not there.</param>
    /// <exception cref="UserErrorException">The file is missing, can't be read, is empty, or holds another encoding.</exception>
    public static ReadOnlyMemory<byte> Read(string path, string shownAs, Place? namedAt = null)
    {
        byte[] bytes = SourceFile.OnDisk(path, shownAs, namedAt).ReadAll(MostBytes);
        ReadOnlySpan<byte> content = bytes;
        if (HasMark(content, 0xFF, 0xFE) || HasMark(content, 0xFE, 0xFF))
            throw new UserErrorException(DataMessages.NotUtf8("UTF-16"), DataMessages.NotUtf8WayOut, new Place(shownAs, 1));
        int markLength = content.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        content = content[markLength..];
        if (content.Trim(" \t\r\n"u8).IsEmpty) throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, new Place(shownAs));
        if (!Utf8.IsValid(content))
            throw new UserErrorException(DataMessages.NotUtf8(encoding: null), DataMessages.NotUtf8WayOut, new Place(shownAs, LineOfFirstInvalidByte(content)));
        return bytes.AsMemory(markLength);
    }

    private static bool HasMark(ReadOnlySpan<byte> content, byte first, byte second) =>
        content.Length >= 2 && content[0] == first && content[1] == second;

    private static int LineOfFirstInvalidByte(ReadOnlySpan<byte> content)
    {
        int position = 0;
        while (Rune.DecodeFromUtf8(content[position..], out _, out int length) == System.Buffers.OperationStatus.Done) position += length;
        return content[..position].Count((byte)'\n') + 1;
    }
}
