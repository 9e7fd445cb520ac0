using Anneal.Tests;
using Anneal.Workflow.Store;
using Dapper;
using Npgsql;

namespace Anneal.Workflow.Tests.Store;

/// <summary>A store of a test's own, in either database. Set ANNEAL_TEST_POSTGRES to a connection string to test PostgreSQL too.</summary>
internal sealed class TestStore : IDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgresql";

    private readonly string? server;
    private readonly string schema = $"anneal_test_{Guid.NewGuid():N}";

    public TestStore(string kind)
    {
        if (kind == Sqlite)
        {
            Location = System.IO.Path.Combine(Folder.Path, "anneal.db");
            return;
        }

        server = Environment.GetEnvironmentVariable("ANNEAL_TEST_POSTGRES");
        if (string.IsNullOrEmpty(server)) Assert.Skip("ANNEAL_TEST_POSTGRES is not set: this test needs a PostgreSQL server.");
        Ask($"CREATE SCHEMA {schema}");
        Location = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema }.ConnectionString;
    }

    public TempFolder Folder { get; } = new();

    public string Location { get; }

    public RunStore Open() => RunStore.Open(Location);

    /// <summary>Makes the store look as if a later version of Anneal had made it.</summary>
    public void MakeLater()
    {
        using System.Data.Common.DbConnection connection = StoreDatabase.At(Location).Open();
        connection.Execute("INSERT INTO anneal_version (version) VALUES (1000)");
    }

    /// <summary>Makes the store one of the first version's.</summary>
    public void MakeFirst()
    {
        using System.Data.Common.DbConnection connection = StoreDatabase.At(Location).Open();
        connection.Execute("ALTER TABLE runs DROP COLUMN reason_chinese; DELETE FROM anneal_version WHERE version > 1");
    }

    public void Dispose()
    {
        Folder.Dispose();
        if (server is not null) Ask($"DROP SCHEMA {schema} CASCADE");
    }

    private void Ask(string statement)
    {
        using NpgsqlConnection connection = new(server);
        connection.Execute(statement);
    }
}
