using Anneal.Data.Messages;
using Microsoft.Data.Sqlite;

namespace Anneal.Data.Sources;

/// <summary>Asks an SQLite file, opened for reading alone.</summary>
internal static class SqliteSource
{
    public static TableReader Open(string path, SourceChoice choice)
    {
        SourceFile.OpenFile(path, choice.Shown, choice.NamedAt).Dispose();
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return new QueryReader(choice.Shown, connection, choice.Query ?? OnlyTable(connection, choice), choice.NamedAt);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new UserErrorException(SourceMessages.BrokenFile("SQLite", e.Message.TrimEnd('.')), SourceMessages.BrokenFileWayOut, new Place(choice.Shown), e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string OnlyTable(SqliteConnection connection, SourceChoice choice)
    {
        List<string> tables = [];
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' order by name";
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read()) tables.Add(reader.GetString(0));
        }

        return tables is [var only]
            ? $"select * from \"{only.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : throw new UserErrorException(SourceMessages.QueryNeeded, SourceMessages.QueryWayOut(tables), choice.NamedAt);
    }
}
