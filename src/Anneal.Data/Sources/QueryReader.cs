using System.Data.Common;
using System.Globalization;
using Anneal.Data.Messages;

namespace Anneal.Data.Sources;

/// <summary>Reads the answer of a database's query row by row.</summary>
internal sealed class QueryReader : TableReader
{
    private readonly DbConnection connection;
    private readonly DbCommand command;
    private readonly DbDataReader reader;
    private int row;

    /// <param name="shownAs">The database in messages.</param>
    /// <param name="connection">An open connection, which the reader owns from here on.</param>
    /// <param name="query">What to ask.</param>
    /// <param name="queryAt">Where the user wrote the query.</param>
    public QueryReader(string shownAs, DbConnection connection, string query, Place? queryAt)
        : base(shownAs)
    {
        this.connection = connection;
        command = connection.CreateCommand();
        try
        {
            command.CommandText = query;
            command.CommandTimeout = 0;
            reader = command.ExecuteReader();
            if (reader.FieldCount == 0) throw new UserErrorException(SourceMessages.NoColumns, SourceMessages.NoColumnsWayOut, queryAt ?? new Place(shownAs));
            if (reader.FieldCount > HeaderRow.MostColumns) throw new UserErrorException(SourceMessages.TooManyColumns(HeaderRow.MostColumns), SourceMessages.TooManyColumnsWayOut, queryAt);
            (Names, Renamed) = HeaderRow.Names([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        }
        catch (DbException e)
        {
            Dispose();
            throw Failed(e, queryAt);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The "line" of a row is its number in the answer.</summary>
    public override Place Place => new(File, row);

    /// <inheritdoc/>
    public override bool Read(string?[] cells)
    {
        try
        {
            if (!reader.Read()) return false;
            row++;
            for (int i = 0; i < cells.Length; i++) cells[i] = Text(reader.GetValue(i));
            return true;
        }
        catch (DbException e)
        {
            throw Failed(e, queryAt: null);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        reader?.Dispose();
        command.Dispose();
        connection.Dispose();
    }

    private UserErrorException Failed(DbException e, Place? queryAt) =>
        new(SourceMessages.QueryFailed(e.Message.ReplaceLineEndings(" ").TrimEnd('.')), SourceMessages.QueryFailedWayOut, queryAt ?? new Place(File), e);

    private static string? Text(object value) => value switch
    {
        DBNull => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable other => other.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
