using System.Data.Common;
using Anneal.Data.Messages;
using Anneal.Data.Sources;

namespace Anneal.Workflow.Store;

/// <summary>The database behind a store: all that differs between SQLite and PostgreSQL.</summary>
internal abstract class StoreDatabase
{
    /// <summary>The database that a location names.</summary>
    /// <param name="location">A file, a folder that holds an <c>anneal.db</c>, or a connection string of PostgreSQL.</param>
    /// <exception cref="UserErrorException">The connection string can't be read.</exception>
    public static StoreDatabase At(string location) => ConnectionText.IsConnection(location) ? new PostgresDatabase(location) : new SqliteDatabase(location);

    /// <summary>Its name for messages; no password in it.</summary>
    public abstract string ShownAs { get; }

    /// <summary>The folder that lies with the database and moves with it, so that paths below it are kept as seen from there; null when there is none.</summary>
    public abstract string? Folder { get; }

    /// <summary>A statement that, inside a transaction, makes others who want to change the tables wait.</summary>
    public abstract string LockTables { get; }

    /// <summary>A statement that makes the place for the tables, run once that lock is held.</summary>
    public abstract string MakePlace { get; }

    /// <summary>Whether the database is there already.</summary>
    public abstract bool Exists { get; }

    /// <summary>Opens it, making it when it is not there.</summary>
    public abstract DbConnection Open();
}
