using Anneal.Data.Messages;
using Anneal.Data.Tables;
using CsvHelper;

namespace Anneal.Data.Sources;

/// <summary>Reads a table from a CSV file: a header, then rows, in UTF-8; comma, semicolon or tab is told from the first lines.</summary>
public static class CsvSource
{
    /// <summary>Reads the whole file.</summary>
    /// <param name="path">The file to open.</param>
    /// <param name="shownAs">The file's name in messages.</param>
    /// <param name="namedAt">Where the user named the file, for the message that it is not there.</param>
    /// <exception cref="UserErrorException">The file is missing, empty, not UTF-8, or a row of it is broken.</exception>
    public static Table Read(string path, string shownAs, Place? namedAt = null)
    {
        CsvMalformedRecord? malformed = null;
        using CsvReader reader = CsvReader.Create(Utf8File.Read(path, shownAs, namedAt), new CsvReaderOptions
        {
            HasHeader = false,
            PoolStrings = true,
            TrackLineNumbers = true,
            OnMalformedRecord = record => malformed ??= record,
        });

        string[] names = [];
        List<string?>[] columns = [];
        List<int> lines = [];
        while (reader.Read())
        {
            Place place = new(shownAs, (int)reader.LineNumber);
            if (malformed is { } broken) throw Broken(broken, place);
            if (names.Length == 0)
            {
                names = Header(reader, place);
                columns = [.. names.Select(_ => new List<string?>())];
                continue;
            }

            if (reader.FieldCount != names.Length)
            {
                throw new UserErrorException(
                    DataMessages.WrongFieldCount(reader.FieldCount, names.Length),
                    DataMessages.WrongFieldCountWayOut(reader.FieldCount > names.Length),
                    place);
            }

            for (int i = 0; i < names.Length; i++) columns[i].Add(Cell.Clean(reader.GetString(i)));
            lines.Add(place.Line);
        }

        if (lines.Count == 0) throw new UserErrorException(DataMessages.NoRows, DataMessages.NoRowsWayOut, new Place(shownAs));
        return new Table(shownAs, names, Array.ConvertAll(columns, c => c.ToArray()), [.. lines]);
    }

    private static string[] Header(CsvReader reader, Place place)
    {
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0) throw new UserErrorException(DataMessages.ColumnWithoutName(i + 1), DataMessages.ColumnWithoutNameWayOut, place);
            if (!seen.Add(names[i])) throw new UserErrorException(DataMessages.ColumnTwice(names[i]), DataMessages.ColumnTwiceWayOut, place);
        }

        return names;
    }

    private static UserErrorException Broken(CsvMalformedRecord record, Place place) => record.Reason == CsvMalformedReason.UnterminatedQuote
        ? new UserErrorException(DataMessages.UnclosedQuote, DataMessages.UnclosedQuoteWayOut, place)
        : new UserErrorException(DataMessages.StrayQuote, DataMessages.StrayQuoteWayOut, place);
}
