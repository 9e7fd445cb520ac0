using System.Globalization;
using System.IO.Compression;
using Anneal.Data.Messages;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Anneal.Data.Sources;

/// <summary>Reads one sheet of an Excel workbook, row by row; the texts that cells share are held in memory, as the format keeps them apart.</summary>
internal sealed class ExcelSource : TableReader
{
    private const long MostBytes = 1L << 30;

    private readonly Stream stream;
    private readonly IExcelDataReader reader;
    private readonly Queue<(string?[] Cells, int Row)> ahead = [];
    private readonly SourceFile file;
    private int row;
    private int place;

    private ExcelSource(SourceFile file, SourceChoice choice)
        : base(file.ShownAs)
    {
        this.file = file;
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        stream = new MemoryStream(file.ReadAll(MostBytes), writable: false);
        CheckUnpackedSize();
        reader = Guard(() => ExcelReaderFactory.CreateReader(stream));
        FindSheet(choice.Sheet);
        while (ahead.Count < 200 && Guard(Advance))
        {
            // Only looks ahead, to tell whether there is a header.
        }

        if (ahead.Count == 0) throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, new Place(File));
        string?[] first = ahead.Peek().Cells;
        int width = first.Length;
        while (width > 0 && string.IsNullOrWhiteSpace(first[width - 1]) && ahead.All(r => string.IsNullOrWhiteSpace(r.Cells.ElementAtOrDefault(width - 1)))) width--;
        first = first[..width];
        if (choice.Header ?? HeaderRow.IsHeader([.. ahead.Select(r => r.Cells)]))
        {
            (Names, Renamed) = HeaderRow.Names(first);
            ahead.Dequeue();
        }
        else
        {
            Names = HeaderRow.Without(width);
        }
    }

    /// <inheritdoc/>
    public override Place Place => new(File, place);

    public static ExcelSource Open(SourceFile file, SourceChoice choice) => new(file, choice);

    /// <inheritdoc/>
    public override bool Read(string?[] cells)
    {
        if (ahead.Count == 0 && !Guard(Advance)) return false;
        (string?[] found, place) = ahead.Dequeue();
        Array.Clear(cells);
        for (int i = 0; i < found.Length; i++)
        {
            if (i < cells.Length) cells[i] = found[i];
            else if (!string.IsNullOrWhiteSpace(found[i])) throw new UserErrorException(SourceMessages.RowTooWide(i + 1, cells.Length), DataMessages.ColumnWithoutNameWayOut, Place);
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        reader?.Dispose();
        stream?.Dispose();
    }

    private void FindSheet(string? asked)
    {
        List<string> sheets = [];
        do
        {
            sheets.Add(reader.Name);
            if (asked is null ? reader.RowCount > 0 : reader.Name == asked) return;
        }
        while (Guard(reader.NextResult));
        if (asked is null) throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, new Place(File));
        throw new UserErrorException(SourceMessages.NoSuchSheet(asked), SourceMessages.NoSuchSheetWayOut(sheets), new Place(File));
    }

    /// <summary>Reads the next row that has a cell into the queue.</summary>
    private bool Advance()
    {
        while (reader.Read())
        {
            row++;
            string?[] cells = new string?[Math.Min(reader.FieldCount, HeaderRow.MostColumns)];
            bool any = false;
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = Text(reader.GetValue(i));
                any |= !string.IsNullOrWhiteSpace(cells[i]);
            }

            if (!any) continue;
            ahead.Enqueue((cells, row));
            return true;
        }

        return false;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        double number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>An .xlsx is a zip: all of it is unpacked once, to nowhere, so that the reader meets no part without end.</summary>
    private void CheckUnpackedSize()
    {
        Span<byte> head = stackalloc byte[4];
        if (stream.Read(head) == 4 && head.SequenceEqual("PK\u0003\u0004"u8))
        {
            try
            {
                using ZipArchive zip = new(stream, ZipArchiveMode.Read, leaveOpen: true);
                byte[] block = new byte[1 << 16];
                foreach (ZipArchiveEntry entry in zip.Entries)
                {
                    using BoundedStream content = new(entry.Open(), Math.Max(1, entry.CompressedLength), File);
                    while (content.Read(block) > 0)
                    {
                        if (content.Position > MostBytes) throw new UserErrorException(SourceMessages.UnpacksTooFar(MostBytes), SourceMessages.UnpacksTooFarWayOut, new Place(File));
                    }
                }
            }
            catch (InvalidDataException e)
            {
                throw file.Broken("Excel", e);
            }
        }

        stream.Position = 0;
    }

    /// <summary>The library reports a broken workbook by many kinds of exception.</summary>
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException e)
        {
            throw new UserErrorException(SourceMessages.ExcelWithPassword, SourceMessages.ExcelWithPasswordWayOut, new Place(File), e);
        }
        catch (Exception e) when (e is not (UserErrorException or OutOfMemoryException))
        {
            throw file.Broken("Excel", e);
        }
    }
}
