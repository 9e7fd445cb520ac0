using System.Data.Common;
using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Workflow.Messages;
using Npgsql;

namespace Anneal.Workflow.Store;

/// <summary>A store that many machines share. Its tables lie in a schema of their own: <c>anneal</c>, or one that is there already and that the connection string names (<c>Search Path</c>).</summary>
internal sealed class PostgresDatabase : StoreDatabase
{
    private const string UsualSchema = "anneal";

    /// <summary>Any number, as long as it is always the same: whoever changes the tables holds this lock.</summary>
    private const long LockNumber = 0x616e6e65616c;

    private readonly NpgsqlConnectionStringBuilder settings;

    public PostgresDatabase(string location)
    {
        try
        {
            settings = Uri.TryCreate(location, UriKind.Absolute, out Uri? address) && address.Scheme is "postgres" or "postgresql"
                ? FromAddress(address)
                : new NpgsqlConnectionStringBuilder(location);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new UserErrorException(StoreMessages.NoConnectionString, StoreMessages.NoConnectionStringWayOut, inner: e);
        }

        MakePlace = settings.SearchPath is null
            ? $"DO $$ BEGIN IF to_regnamespace('{UsualSchema}') IS NULL THEN CREATE SCHEMA {UsualSchema}; END IF; END $$"
            : "";
        settings.SearchPath ??= UsualSchema;
        settings.ApplicationName ??= "anneal";
    }

    public override string ShownAs => string.Create(CultureInfo.InvariantCulture, $"postgresql://{settings.Host}:{settings.Port}/{settings.Database}");

    public override string? Folder => null;

    /// <summary>A server can't tell without asking; what is not there is made.</summary>
    public override bool Exists => true;

    public override string LockTables => string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockNumber})");

    public override string MakePlace { get; }

    /// <summary>Whether a location is meant for PostgreSQL: <c>postgresql://user@host/database</c>, or <c>Host=…;Database=…</c>.</summary>
    public static bool Names(string location) =>
        location.StartsWith("postgres://", StringComparison.Ordinal) ||
        location.StartsWith("postgresql://", StringComparison.Ordinal) ||
        location.Contains("Host=", StringComparison.OrdinalIgnoreCase) ||
        location.Contains("Server=", StringComparison.OrdinalIgnoreCase);

    public override DbConnection Open()
    {
        NpgsqlConnection connection = new(settings.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static NpgsqlConnectionStringBuilder FromAddress(Uri address)
    {
        NpgsqlConnectionStringBuilder settings = new() { Host = address.Host };
        if (address.Port > 0) settings.Port = address.Port;
        if (address.AbsolutePath.Length > 1) settings.Database = Uri.UnescapeDataString(address.AbsolutePath[1..]);
        string[] user = address.UserInfo.Split(':', 2);
        if (user[0].Length > 0) settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) settings.Password = Uri.UnescapeDataString(user[1]);
        foreach (string setting in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = setting.Split('=', 2);
            settings[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return settings;
    }
}
