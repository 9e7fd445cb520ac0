using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Anneal.Workflow.Store;

/// <summary>A store in one file, beside the bundles.</summary>
/// <remarks>
/// The write-ahead log lets others read while one writes; a second writer waits for the first, which takes microseconds. The
/// connection is not pooled: the last one to close takes the log away and leaves a single file.
/// </remarks>
internal sealed class SqliteDatabase(string location) : StoreDatabase
{
    public const string UsualName = "anneal.db";

    /// <summary>How long a writer waits for another before it gives up, in seconds.</summary>
    private const int Patience = 30;

    private readonly string file = Directory.Exists(location) ? Path.Combine(location, UsualName) : location;

    public override string ShownAs => file;

    public override string? Folder => Path.GetDirectoryName(Path.GetFullPath(file));

    public override bool Exists => File.Exists(file);

    /// <summary>Nothing to do: a transaction that may write holds the only write lock there is.</summary>
    public override string LockTables => "";

    public override string MakePlace => "";

    public override DbConnection Open()
    {
        Directory.CreateDirectory(Folder!);
        SqliteConnectionStringBuilder settings = new() { DataSource = file, Pooling = false, ForeignKeys = true, DefaultTimeout = Patience };
        SqliteConnection connection = new(settings.ConnectionString);
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
