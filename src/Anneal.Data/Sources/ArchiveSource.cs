using System.Formats.Tar;
using System.IO.Compression;
using Anneal.Data.Messages;

namespace Anneal.Data.Sources;

/// <summary>Finds the table inside a zip, a tar, or a file packed by gzip; nothing is unpacked to the disk.</summary>
internal static class ArchiveSource
{
    private static readonly string[] TableEndings = [".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".json", ".xlsx", ".npy"];

    /// <summary>The table in a zip.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="member">The member that the user named, or null.</param>
    public static SourceFile InZip(SourceFile archive, string? member)
    {
        List<string> names = [];
        try
        {
            using ZipArchive zip = new(archive.Open(), ZipArchiveMode.Read);
            names.AddRange(zip.Entries.Where(e => !e.FullName.EndsWith('/')).Select(e => e.FullName));
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw archive.Broken("zip", e);
        }

        string chosen = Choose(archive, names, member);
        return new SourceFile(Path.GetFileName(chosen), $"{archive.ShownAs}/{chosen}", () => OpenInZip(archive, chosen));
    }

    /// <summary>The table in a tar, packed by gzip or not.</summary>
    public static SourceFile InTar(SourceFile archive, string? member)
    {
        List<string> names = [];
        Walk(archive, entry =>
        {
            names.Add(entry.Name);
            return null;
        });
        string chosen = Choose(archive, names, member);
        return new SourceFile(
            Path.GetFileName(chosen),
            $"{archive.ShownAs}/{chosen}",
            () => Walk(archive, entry => entry.Name == chosen ? entry.DataStream ?? Stream.Null : null) ?? throw new InvalidOperationException($"{chosen} was there a moment ago."));
    }

    /// <summary>A single file packed by gzip.</summary>
    public static SourceFile InGzip(SourceFile packed)
    {
        string name = packed.EndsWith(".gz") ? packed.Name[..^3] : packed.Name;
        return new SourceFile(name, packed.ShownAs, () => Unpacked(packed));
    }

    /// <summary>Whether the bytes are those of a tar, once unpacked.</summary>
    public static bool IsTar(ReadOnlySpan<byte> head) => head.Length >= 262 && head[257..262].SequenceEqual("ustar"u8);

    private static BoundedStream Unpacked(SourceFile packed)
    {
        Stream file = packed.Open();
        return new BoundedStream(new GZipStream(file, CompressionMode.Decompress), file.Length, packed.ShownAs);
    }

    private static BoundedStream OpenInZip(SourceFile archive, string member)
    {
        Stream file = archive.Open();
        try
        {
            ZipArchive zip = new(file, ZipArchiveMode.Read);
            ZipArchiveEntry entry = zip.GetEntry(member) ?? throw new InvalidDataException(member);
            return new BoundedStream(entry.Open(), Math.Max(1, entry.CompressedLength), archive.ShownAs);
        }
        catch (Exception e) when (IsDamage(e))
        {
            file.Dispose();
            throw archive.Broken("zip", e);
        }
    }

    /// <summary>Goes through a tar until <paramref name="pick"/> gives a stream, which then owns the archive.</summary>
    private static Stream? Walk(SourceFile archive, Func<TarEntry, Stream?> pick)
    {
        Stream content = archive.Head(2) is [0x1F, 0x8B] ? Unpacked(archive) : archive.Open();
        TarReader? reader = null;
        Stream? picked = null;
        try
        {
            reader = new TarReader(content);
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                picked = pick(entry);
                if (picked is not null) return picked;
            }

            return null;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw archive.Broken("tar", e);
        }
        finally
        {
            if (picked is null)
            {
                reader?.Dispose();
                content.Dispose();
            }
        }
    }

    private static string Choose(SourceFile archive, List<string> names, string? member)
    {
        Place place = new(archive.ShownAs);
        string? unsafeName = names.Find(LeadsOut);
        if (unsafeName is not null) throw new UserErrorException(SourceMessages.UnsafeMember(unsafeName), SourceMessages.UnsafeMemberWayOut, place);
        if (member is not null)
        {
            return names.Contains(member, StringComparer.Ordinal)
                ? member
                : throw new UserErrorException(SourceMessages.NoSuchMember(member), SourceMessages.NoSuchMemberWayOut(NearestName.Find(member, names), names), place);
        }

        string[] tables = [.. names.Where(IsTable)];
        return tables switch
        {
            [var only] => only,
            [] => throw new UserErrorException(SourceMessages.NoTableInArchive, SourceMessages.NoTableInArchiveWayOut, place),
            _ => throw new UserErrorException(SourceMessages.SeveralTables(tables), SourceMessages.SeveralTablesWayOut(tables[0]), place),
        };
    }

    /// <summary>Whether .NET's readers of zip, tar and gzip throw this for a damaged file: sizes that overflow, times that no calendar has and unknown methods among it.</summary>
    public static bool IsDamage(Exception e) =>
        e is InvalidDataException or EndOfStreamException or FormatException or OverflowException or ArgumentException or NotSupportedException;

    /// <summary>Whether a name inside an archive points outside of it.</summary>
    public static bool LeadsOut(string name) =>
        name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains("..", StringComparer.Ordinal);

    /// <summary>Tables by their ending; what macOS adds to a zip, and notes beside the data, are none.</summary>
    private static bool IsTable(string name)
    {
        string file = Path.GetFileName(name);
        if (name.StartsWith("__MACOSX/", StringComparison.Ordinal) || file.StartsWith('.')) return false;
        if (file.StartsWith("readme", StringComparison.OrdinalIgnoreCase) || file.StartsWith("license", StringComparison.OrdinalIgnoreCase)) return false;
        return TableEndings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }
}
