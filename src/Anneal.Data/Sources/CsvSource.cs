using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Tables;
using CsvHelper;

namespace Anneal.Data.Sources;

/// <summary>Reads text tables (CSV, TSV and their like) row by row; delimiter, encoding and header are told from the file unless they are said.</summary>
public sealed class CsvSource : TableReader
{
    /// <summary>As many rows are looked at to tell whether there is a header.</summary>
    private const int RowsLookedAt = 200;

    private const int LargestRow = 1 << 24;

    private readonly CsvReader reader;
    private readonly Queue<(string?[] Cells, int Line)> ahead = [];
    private readonly bool hasHeader;
    private CsvMalformedRecord? malformed;
    private int line;

    private CsvSource(SourceFile file, SourceChoice choice)
        : base(file.ShownAs)
    {
        Encoding encoding = TextEncoding.Of(file, choice.Encoding);
        string start = Start(file, encoding);
        char delimiter = choice.Delimiter ?? (file.EndsWith(".tsv", ".tab") ? '\t' : Delimiters.Tell(start));
        Stream text = encoding is UTF8Encoding ? file.Open() : Encoding.CreateTranscodingStream(file.Open(), encoding, Encoding.UTF8);
        reader = CsvReader.Create(
            text,
            new CsvReaderOptions
            {
                HasHeader = false,
                Separator = delimiter,
                Mode = delimiter == '\t' && Delimiters.QuotesArePlain(start) ? CsvMode.NoEscape : CsvMode.Rfc4180,
                TrackLineNumbers = true,
                MaxRecordSize = LargestRow,
                OnMalformedRecord = record => malformed ??= record,
            },
            leaveOpen: false);
        try
        {
            List<string?[]> first = LookAhead();
            if (first.Count == 0) throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, new Place(File));
            hasHeader = choice.Header ?? HeaderRow.IsHeader(first);
            if (hasHeader)
            {
                (Names, Renamed) = HeaderRow.Names(first[0]);
                ahead.Dequeue();
            }
            else
            {
                Names = HeaderRow.Without(first[0].Length);
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Place Place => new(File, line);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file to open.</param>
    /// <param name="shownAs">The file's name in messages.</param>
    /// <param name="namedAt">Where the user named the file, for the message that it is not there.</param>
    /// <exception cref="UserErrorException">The file is missing, empty, of no known encoding, or a row of it is broken.</exception>
    public static Table Read(string path, string shownAs, Place? namedAt = null)
    {
        using TableReader reader = Open(SourceFile.OnDisk(path, shownAs, namedAt), new SourceChoice(path, shownAs, namedAt));
        return reader.ReadToEnd();
    }

    /// <inheritdoc/>
    public override bool Read(string?[] cells)
    {
        if (ahead.Count == 0 && !Advance()) return false;
        (string?[] row, line) = ahead.Dequeue();
        if (row.Length != Names.Count)
        {
            throw new UserErrorException(
                hasHeader ? DataMessages.WrongFieldCount(row.Length, Names.Count) : SourceMessages.WrongFieldCount(row.Length, Names.Count),
                DataMessages.WrongFieldCountWayOut(row.Length > Names.Count),
                Place);
        }

        row.CopyTo(cells, 0);
        return true;
    }

    internal static CsvSource Open(SourceFile file, SourceChoice choice) => new(file, choice);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => reader.Dispose();

    private static string Start(SourceFile file, Encoding encoding)
    {
        using StreamReader text = new(file.Open(), encoding);
        char[] start = new char[1 << 16];
        return new string(start, 0, text.ReadBlock(start));
    }

    private List<string?[]> LookAhead()
    {
        List<string?[]> rows = [];
        try
        {
            while (rows.Count < RowsLookedAt && Advance()) rows.Add(ahead.Last().Cells);
        }
        catch (UserErrorException) when (rows.Count > 0)
        {
            // The rows above it may tell what it should have been; the next read meets it again.
        }

        return rows;
    }

    /// <summary>Reads one more record into the queue.</summary>
    private bool Advance()
    {
        if (malformed is { } before) throw Broken(before, new Place(File, (int)before.LineNumber));
        try
        {
            if (!reader.Read()) return false;
        }
        catch (CsvFormatException e)
        {
            throw new UserErrorException(SourceMessages.LineTooLong, SourceMessages.LineTooLongWayOut, new Place(File, (int)reader.LineNumber), e);
        }
        catch (DecoderFallbackException e)
        {
            throw new UserErrorException(SourceMessages.UnknownEncoding, SourceMessages.UnknownEncodingWayOut, new Place(File, (int)reader.LineNumber), e);
        }

        int at = (int)reader.LineNumber;
        if (malformed is { } broken)
        {
            malformed = broken with { LineNumber = at };
            throw Broken(broken, new Place(File, at));
        }

        if (reader.FieldCount > HeaderRow.MostColumns)
            throw new UserErrorException(SourceMessages.TooManyColumns(HeaderRow.MostColumns), SourceMessages.TooManyColumnsWayOut, new Place(File, at));
        string?[] cells = new string?[reader.FieldCount];
        for (int i = 0; i < cells.Length; i++) cells[i] = reader.GetString(i);
        ahead.Enqueue((cells, at));
        return true;
    }

    private static UserErrorException Broken(CsvMalformedRecord record, Place place) => record.Reason == CsvMalformedReason.UnterminatedQuote
        ? new UserErrorException(DataMessages.UnclosedQuote, DataMessages.UnclosedQuoteWayOut, place)
        : new UserErrorException(DataMessages.StrayQuote, DataMessages.StrayQuoteWayOut, place);
}
