using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Sources;

/// <summary>Opens a table wherever it is: a text file, JSON, a workbook, a matrix, a database, an archive with one of them, or several files.</summary>
/// <remarks>
/// Rows come one at a time from text files, JSON lines, workbooks and databases; a JSON list, a NumPy matrix and the shared texts of a workbook
/// are held whole. <see cref="Read"/> holds the whole table, or a sample of its rows.
/// </remarks>
public static class TableSource
{
    /// <summary>Reads the table, or as many of its rows as were asked for.</summary>
    /// <exception cref="UserErrorException">The source is missing or broken, or too large to be held.</exception>
    public static Table Read(SourceChoice choice)
    {
        using TableReader reader = Open(choice);
        return choice.Rows is { } rows ? RowSample.Read(reader, rows) : reader.ReadToEnd();
    }

    /// <summary>Opens the table to read it row by row.</summary>
    /// <exception cref="UserErrorException">The source is missing or broken.</exception>
    public static TableReader Open(SourceChoice choice)
    {
        string location = ConnectionText.Expand(choice.Location, choice.NamedAt);
        if (location != choice.Location) choice = choice with { ShownAs = location };
        if (choice.Format == SourceFormat.Postgres || (choice.Format is null && ConnectionText.IsConnection(location))) return PostgresSource.Open(location, choice);
        if (!ManyFiles.IsPattern(location)) return OpenFile(location, choice);
        return new ManyFiles(choice.Shown, ManyFiles.Find(location, choice), path => OpenFile(path, choice with { ShownAs = ShownPath(location, path, choice.Shown) }));
    }

    /// <summary>A found file as the user would type it: below the folder that the pattern begins with.</summary>
    private static string ShownPath(string pattern, string path, string shown)
    {
        int wild = shown.AsSpan().IndexOfAny('*', '?');
        int shownFolder = wild < 0 ? 0 : shown.LastIndexOfAny(['/', '\\'], wild) + 1;
        string full = Path.GetFullPath(pattern);
        int folder = full.LastIndexOfAny(['/', '\\'], full.AsSpan().IndexOfAny('*', '?')) + 1;
        return shown[..shownFolder] + path[folder..];
    }

    private static TableReader OpenFile(string path, SourceChoice choice)
    {
        SourceFile file = SourceFile.OnDisk(path, choice.Shown, choice.NamedAt);
        byte[] head = file.Head(512);
        if (choice.Format == SourceFormat.Sqlite || (choice.Format is null && head.AsSpan().StartsWith("SQLite format 3\0"u8))) return SqliteSource.Open(path, choice);
        return OpenContent(Unwrap(file, head, choice), choice);
    }

    /// <summary>The file itself, or the table inside it where it is an archive.</summary>
    internal static SourceFile Unwrap(SourceFile file, byte[] head, SourceChoice choice)
    {
        if (head is [0x1F, 0x8B, ..])
        {
            SourceFile unpacked = ArchiveSource.InGzip(file);
            return ArchiveSource.IsTar(unpacked.Head(512)) ? ArchiveSource.InTar(file, choice.Member) : unpacked;
        }

        if (ArchiveSource.IsTar(head)) return ArchiveSource.InTar(file, choice.Member);
        bool isZip = head is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..];
        bool isWorkbook = choice.Format == SourceFormat.Excel || file.EndsWith(".xlsx", ".xlsm", ".xlsb");
        return isZip && !isWorkbook ? ArchiveSource.InZip(file, choice.Member) : file;
    }

    private static TableReader OpenContent(SourceFile file, SourceChoice choice) => (choice.Format ?? FormatOf(file)) switch
    {
        SourceFormat.Json => JsonSource.Open(file),
        SourceFormat.Excel => ExcelSource.Open(file, choice),
        SourceFormat.Npy => NpySource.Open(file),
        _ => CsvSource.Open(file, choice),
    };

    private static SourceFormat FormatOf(SourceFile file)
    {
        byte[] head = file.Head(64);
        if (head is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..]) return SourceFormat.Npy;
        if (head is [0xD0, 0xCF, 0x11, 0xE0, ..] or [(byte)'P', (byte)'K', ..] || file.EndsWith(".xlsx", ".xlsm", ".xlsb", ".xls")) return SourceFormat.Excel;
        if (file.EndsWith(".jsonl", ".ndjson", ".json")) return SourceFormat.Json;
        if (file.EndsWith(".csv", ".tsv", ".tab", ".txt")) return SourceFormat.Csv;
        return head.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? SourceFormat.Json : SourceFormat.Csv;
    }
}
