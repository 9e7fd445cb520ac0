using Anneal.Data.Messages;

namespace Anneal.Data.Sources;

/// <summary>A file, on the disk or in an archive, that can be opened more than once: to look at it first, then to read it.</summary>
/// <param name="Name">Its name, whose ending tells the format.</param>
/// <param name="ShownAs">Its name in messages.</param>
/// <param name="Open">Opens it at its beginning.</param>
internal sealed record SourceFile(string Name, string ShownAs, Func<Stream> Open)
{
    /// <summary>A file on the disk.</summary>
    /// <param name="path">The file to open.</param>
    /// <param name="shownAs">The file's name in messages.</param>
    /// <param name="namedAt">Where the user named the file, for the message that it is not there.</param>
    public static SourceFile OnDisk(string path, string shownAs, Place? namedAt) => new(Path.GetFileName(path), shownAs, () => OpenFile(path, shownAs, namedAt));

    /// <summary>Whether the name ends so, in any case of letters.</summary>
    public bool EndsWith(params ReadOnlySpan<string> endings)
    {
        foreach (string ending in endings)
        {
            if (Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>The first bytes.</summary>
    public byte[] Head(int count)
    {
        using Stream stream = Open();
        byte[] head = new byte[count];
        return head[..stream.ReadAtLeast(head, count, throwOnEndOfStream: false)];
    }

    /// <summary>All bytes, for the formats that can't be read in pieces.</summary>
    /// <exception cref="UserErrorException">There are more than <paramref name="most"/>.</exception>
    public byte[] ReadAll(long most)
    {
        using Stream stream = Open();
        using MemoryStream content = new();
        byte[] block = new byte[1 << 16];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            if (content.Length + read > most) throw new UserErrorException(SourceMessages.UnpacksTooFar(most), SourceMessages.UnpacksTooFarWayOut, new Place(ShownAs));
            content.Write(block, 0, read);
        }

        return content.ToArray();
    }

    public UserErrorException Broken(string format, Exception inner) =>
        new(SourceMessages.BrokenFile(format, inner.Message.TrimEnd('.')), SourceMessages.BrokenFileWayOut, new Place(ShownAs), inner);

    /// <summary>The file opened for reading.</summary>
    /// <exception cref="UserErrorException">It is missing, is a folder, or can't be read.</exception>
    public static FileStream OpenFile(string path, string shownAs, Place? namedAt)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException(DataMessages.FileNotFound(shownAs), DataMessages.FileNotFoundWayOut(NearestFile(path), namedAt is not null), namedAt, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bool folder = Directory.Exists(path);
            throw new UserErrorException(
                folder ? DataMessages.FileIsFolder(shownAs) : DataMessages.FileUnreadable(shownAs),
                folder ? DataMessages.FileIsFolderWayOut : DataMessages.FileUnreadableWayOut,
                namedAt,
                e);
        }
    }

    private static string? NearestFile(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) return null;
        return NearestName.Find(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }
}
