using System.Data.Common;
using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
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
        ShownAs = ConnectionText.Mask(location);
        try
        {
            settings = ConnectionText.Parse(location);
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

    public override string ShownAs { get; }

    public override string? Folder => null;

    /// <summary>A server can't tell without asking; what is not there is made.</summary>
    public override bool Exists => true;

    public override string LockTables => string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockNumber})");

    public override string MakePlace { get; }

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
}
