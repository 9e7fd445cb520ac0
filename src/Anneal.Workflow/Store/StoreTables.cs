using System.Data.Common;
using Anneal.Data.Messages;
using Anneal.Workflow.Messages;
using Dapper;

namespace Anneal.Workflow.Store;

/// <summary>The store's tables, and the steps from each version of them to the next.</summary>
/// <remarks>
/// The types are those that SQLite and PostgreSQL both know. Times are text in UTC (<c>2026-01-02T03:04:05.678Z</c>), which sorts
/// as time does and which a person can read.
/// </remarks>
internal static class StoreTables
{
    /// <summary>The steps, oldest first. What was released is never changed: a change of the tables is a further step.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE runs (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            task TEXT NOT NULL,
            recipe TEXT NOT NULL,
            state TEXT NOT NULL,
            started TEXT NOT NULL,
            ended TEXT,
            folder TEXT NOT NULL,
            host TEXT NOT NULL,
            process BIGINT NOT NULL,
            reason TEXT);
        CREATE INDEX runs_started ON runs (started);
        CREATE TABLE bundles (
            run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
            path TEXT NOT NULL,
            bytes BIGINT NOT NULL,
            model TEXT NOT NULL,
            targets_met BIGINT NOT NULL,
            targets BIGINT NOT NULL);
        CREATE TABLE metrics (
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            split TEXT NOT NULL,
            name TEXT NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (run, split, name));
        CREATE TABLE targets (
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            position BIGINT NOT NULL,
            metric TEXT NOT NULL,
            target TEXT NOT NULL,
            measured DOUBLE PRECISION,
            met BIGINT NOT NULL,
            PRIMARY KEY (run, position));
        CREATE TABLE epochs (
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            position BIGINT NOT NULL,
            learner TEXT NOT NULL,
            epoch BIGINT NOT NULL,
            at TEXT NOT NULL,
            train_loss DOUBLE PRECISION,
            valid_loss DOUBLE PRECISION,
            PRIMARY KEY (run, position));
        """,
        """
        ALTER TABLE runs ADD COLUMN reason_chinese TEXT;
        """,
    ];

    /// <summary>The version that this Anneal writes.</summary>
    public static int CurrentVersion => Steps.Length;

    /// <summary>Brings the tables up to date; of several processes at once, one does it and the others wait.</summary>
    /// <exception cref="UserErrorException">A later version of Anneal made them.</exception>
    public static void Update(DbConnection connection, StoreDatabase database)
    {
        using DbTransaction transaction = connection.BeginTransaction();
        Execute(database.LockTables);
        Execute(database.MakePlace);
        Execute("CREATE TABLE IF NOT EXISTS anneal_version (version BIGINT NOT NULL)");
        long version = connection.ExecuteScalar<long?>("SELECT MAX(version) FROM anneal_version", transaction: transaction) ?? 0;
        if (version > CurrentVersion) throw new UserErrorException(StoreMessages.TooNew(database.ShownAs, version), StoreMessages.TooNewWayOut);
        for (; version < CurrentVersion; version++)
        {
            Execute(Steps[version]);
            connection.Execute("INSERT INTO anneal_version (version) VALUES (@Version)", new { Version = version + 1 }, transaction);
        }

        transaction.Commit();

        void Execute(string statement)
        {
            if (statement.Length > 0) connection.Execute(statement, transaction: transaction);
        }
    }
}
