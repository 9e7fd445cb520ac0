using System.Net.Sockets;
using Anneal.Data.Messages;
using Npgsql;

namespace Anneal.Data.Sources;

/// <summary>Asks a PostgreSQL server, in a session that may only read.</summary>
internal static class PostgresSource
{
    public static TableReader Open(string source, SourceChoice choice)
    {
        NpgsqlConnection? connection = null;
        try
        {
            NpgsqlConnectionStringBuilder parts = ConnectionText.Parse(source);
            parts.Options = $"{parts.Options} -c default_transaction_read_only=on".Trim();
            parts.Pooling = false;
            parts.PersistSecurityInfo = false;
            connection = new NpgsqlConnection(parts.ConnectionString);
            connection.Open();
            return new QueryReader(choice.Shown, connection, choice.Query ?? OnlyTable(connection, choice), choice.NamedAt);
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or UriFormatException or FormatException or SocketException or TimeoutException)
        {
            connection?.Dispose();

            // The library repeats parts of a connection it can't read, and with them the password.
            string detail = e is NpgsqlException ? e.Message.ReplaceLineEndings(" ").TrimEnd('.') : "the connection can't be understood";
            throw new UserErrorException(SourceMessages.ConnectionFailed(choice.Shown, detail), SourceMessages.ConnectionWayOut, choice.NamedAt);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    private static string OnlyTable(NpgsqlConnection connection, SourceChoice choice)
    {
        List<string> tables = [];
        using NpgsqlCommand command = new(
            "select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') order by 1",
            connection);
        using (NpgsqlDataReader reader = command.ExecuteReader())
        {
            while (reader.Read()) tables.Add(reader.GetString(0));
        }

        return tables is [var only] ? $"select * from {only}" : throw new UserErrorException(SourceMessages.QueryNeeded, SourceMessages.QueryWayOut(tables), choice.NamedAt);
    }
}
