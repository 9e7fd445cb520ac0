using System.Formats.Tar;
using System.IO.Compression;
using Anneal.Data.Messages;
using Anneal.Data.Sources;

namespace Anneal.Data.Vision.Sources;

/// <summary>The pictures in a zip, a tar, or a tar packed by gzip, held in memory as they are packed; nothing is written to the disk.</summary>
public sealed class ArchiveImages : ImageSource
{
    /// <summary>The most bytes of pictures that an archive may hold.</summary>
    private const long MostBytes = 4L << 30;

    private const int MostPictures = 5_000_000;

    private readonly Dictionary<string, byte[]> pictures = new(StringComparer.Ordinal);
    private readonly string shownAs;
    private long total;

    private ArchiveImages(string shownAs) => this.shownAs = shownAs;

    /// <summary>The pictures' names, sorted.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Reads an archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shownAs">Its name in messages.</param>
    /// <exception cref="UserErrorException">It is missing or broken, holds a name that leads out of it, or more than can be held.</exception>
    public static ArchiveImages Open(string path, string shownAs)
    {
        var images = new ArchiveImages(shownAs);
        try
        {
            using FileStream file = File.OpenRead(path);
            Span<byte> head = stackalloc byte[2];
            int read = file.ReadAtLeast(head, 2, throwOnEndOfStream: false);
            file.Position = 0;
            if (read < 2) throw new InvalidDataException("too short");
            if (head is [(byte)'P', (byte)'K']) images.ReadZip(file);
            else if (head is [0x1F, 0x8B]) images.ReadTar(new BoundedStream(new GZipStream(file, CompressionMode.Decompress), file.Length, shownAs));
            else images.ReadTar(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException(DataMessages.FileNotFound(shownAs), ImageMessages.NotFoundWayOut, inner: e);
        }
        catch (Exception e) when (ArchiveSource.IsDamage(e) || e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ImageMessages.BrokenArchive(e.Message.TrimEnd('.')), ImageMessages.BrokenArchiveWayOut, new Place(shownAs), e);
        }
        images.Names = [.. images.pictures.Keys.Order(StringComparer.Ordinal)];
        return images;
    }

    /// <inheritdoc/>
    public override Image Read(string reference) => pictures.TryGetValue(reference, out byte[]? bytes)
        ? ImageFile.Decode(bytes, $"{shownAs}/{reference}")
        : throw new UserErrorException(ImageMessages.NotFound(reference), ImageMessages.NotFoundWayOut, new Place(shownAs));

    private void ReadZip(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!Wanted(entry.FullName)) continue;
            using Stream content = new BoundedStream(entry.Open(), Math.Max(1, entry.CompressedLength), shownAs);
            Add(entry.FullName, content);
        }
    }

    private void ReadTar(Stream content)
    {
        using var tar = new TarReader(content);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.DataStream is { } data && Wanted(entry.Name)) Add(entry.Name, data);
        }
    }

    private bool Wanted(string name)
    {
        if (ArchiveSource.LeadsOut(name)) throw new UserErrorException(SourceMessages.UnsafeMember(name), SourceMessages.UnsafeMemberWayOut, new Place(shownAs));

        // What macOS adds to an archive is no picture, whatever its name ends in.
        return ImageFile.IsNamedLikeOne(name) && !name.StartsWith("__MACOSX/", StringComparison.Ordinal) && !Path.GetFileName(name).StartsWith('.');
    }

    private void Add(string name, Stream content)
    {
        using var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        int read;
        while ((read = content.Read(block)) > 0)
        {
            total += read;
            if (total > MostBytes || bytes.Length + read > ImageFile.MostBytes)
                throw new UserErrorException(ImageMessages.ArchiveTooLarge(MostBytes), ImageMessages.ArchiveTooLargeWayOut, new Place(shownAs));
            bytes.Write(block, 0, read);
        }
        if (pictures.Count == MostPictures) throw new UserErrorException(ImageMessages.ArchiveTooLarge(MostBytes), ImageMessages.ArchiveTooLargeWayOut, new Place(shownAs));
        pictures[name] = bytes.ToArray();
    }
}
