using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Targets;
using Dapper;

namespace Anneal.Workflow.Store;

/// <summary>Where runs, what they measured and the bundles they left are recorded: a SQLite file beside the bundles, or PostgreSQL.</summary>
/// <remarks>Several threads may use one store, and several processes one database: each write is one transaction.</remarks>
public sealed class RunStore : IDisposable
{
    private const string Runs =
        """
        SELECT r.id, r.name, r.task, r.recipe, r.state, r.started, r.ended, r.folder, r.host, r.process, r.reason, r.reason_chinese AS ReasonInChinese,
               b.path, b.bytes, b.model, b.targets_met AS TargetsMet, b.targets
        FROM runs r LEFT JOIN bundles b ON b.run = r.id
        """;

    private readonly Lock gate = new();
    private readonly StoreDatabase database;
    private readonly DbConnection connection;

    private RunStore(StoreDatabase database, DbConnection connection)
    {
        this.database = database;
        this.connection = connection;
    }

    /// <summary>What the store's file is called when only its folder is named.</summary>
    public static string UsualName => SqliteDatabase.UsualName;

    /// <summary>The store's name for messages; no password in it.</summary>
    public string ShownAs => database.ShownAs;

    /// <summary>Opens a store, making it when it is not there.</summary>
    /// <param name="location">
    /// A SQLite file, or a folder that holds an <c>anneal.db</c>; or a connection string of PostgreSQL: <c>postgresql://user@host/database</c> or <c>Host=…;Database=…</c>.
    /// </param>
    /// <exception cref="UserErrorException">It can't be opened, or a later version of Anneal made it.</exception>
    public static RunStore Open(string location) => Open(StoreDatabase.At(location));

    /// <summary>Opens a store that must be there.</summary>
    /// <param name="location">As for <see cref="Open(string)"/>.</param>
    /// <exception cref="UserErrorException">It is not there, can't be opened, or a later version of Anneal made it.</exception>
    public static RunStore OpenExisting(string location)
    {
        StoreDatabase database = StoreDatabase.At(location);
        return database.Exists ? Open(database) : throw new UserErrorException(StoreMessages.NotThere(database.ShownAs), StoreMessages.NotThereWayOut);
    }

    /// <summary>Records that a run has begun in this process, and returns its id.</summary>
    /// <param name="name">The recipe's name.</param>
    /// <param name="task">What is to be learnt, as a recipe names it.</param>
    /// <param name="recipe">The recipe (YAML).</param>
    /// <param name="folder">The folder that the bundle will go to.</param>
    /// <param name="now">When it began.</param>
    public string Begin(string name, string task, string recipe, string folder, DateTimeOffset now)
    {
        // Random rather than counted, so that machines that share a store need not ask each other.
        string id = Guid.NewGuid().ToString("N")[..8];
        Write(
            """
            INSERT INTO runs (id, name, task, recipe, state, started, folder, host, process)
            VALUES (@id, @name, @task, @recipe, @state, @started, @folder, @host, @process)
            """,
            new { id, name, task, recipe, state = Text(RunState.Running), started = Text(now), folder = Kept(folder), host = Environment.MachineName, process = (long)Environment.ProcessId });
        return id;
    }

    /// <summary>Records an epoch.</summary>
    public void AddEpoch(string run, StoredEpoch epoch) => Write(
        """
        INSERT INTO epochs (run, position, learner, epoch, at, train_loss, valid_loss)
        SELECT @run, COALESCE(MAX(position), 0) + 1, @learner, @epoch, @at, @train, @valid FROM epochs WHERE run = @run
        """,
        new { run, learner = epoch.Learner, epoch = (long)epoch.Epoch, at = Text(epoch.At), train = Finite(epoch.TrainLoss), valid = Finite(epoch.ValidLoss) });

    /// <summary>Records that a run has left a bundle, and what was measured.</summary>
    public void Finish(string run, DateTimeOffset now, StoredBundle bundle, IEnumerable<StoredMetric> metrics, IEnumerable<TargetResult> targets) => InTransaction(transaction =>
    {
        connection.Execute(
            "INSERT INTO bundles (run, path, bytes, model, targets_met, targets) VALUES (@run, @path, @bytes, @model, @met, @targets)",
            new { run, path = Kept(bundle.Path), bytes = bundle.Bytes, model = bundle.Model, met = (long)bundle.TargetsMet, targets = (long)bundle.Targets },
            transaction);
        connection.Execute(
            "INSERT INTO metrics (run, split, name, value) VALUES (@run, @Split, @Name, @Value)",
            metrics.Where(m => double.IsFinite(m.Value)).Select(m => new { run, m.Split, m.Name, m.Value }),
            transaction);
        connection.Execute(
            "INSERT INTO targets (run, position, metric, target, measured, met) VALUES (@run, @position, @Metric, @Target, @measured, @met)",
            targets.Select((t, i) => new { run, position = (long)i, t.Metric, t.Target, measured = Finite(t.Measured), met = t.Met ? 1L : 0L }),
            transaction);
        End(run, RunState.Finished, now, reason: null, transaction);
    });

    /// <summary>Records that a run has ended without a bundle.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="state">How.</param>
    /// <param name="now">When.</param>
    /// <param name="reason">Why, when it failed.</param>
    public void End(string run, RunState state, DateTimeOffset now, Message? reason = null) => InTransaction(transaction => End(run, state, now, reason, transaction));

    /// <summary>The runs, the latest first.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<StoredRun> List(int most = int.MaxValue) =>
        [.. Read<RunRow>($"{Runs} ORDER BY r.started DESC, r.id LIMIT @most", new { most }).Select(Run)];

    /// <summary>What the latest runs measured on one part of the rows, by the run's id.</summary>
    /// <param name="split">Which rows: <c>test</c> or <c>valid</c>.</param>
    /// <param name="most">How many runs, as for <see cref="List"/>.</param>
    public ILookup<string, StoredMetric> Metrics(string split, int most = int.MaxValue) =>
        Read<MetricRow>(
            "SELECT run, split, name, value FROM metrics WHERE split = @split AND run IN (SELECT id FROM runs ORDER BY started DESC, id LIMIT @most) ORDER BY name",
            new { split, most })
            .ToLookup(m => m.Run, m => new StoredMetric(m.Split, m.Name, m.Value), StringComparer.Ordinal);

    /// <summary>All about one run.</summary>
    /// <param name="written">Its id, the first characters of its id, or the folder of its bundle.</param>
    /// <exception cref="UserErrorException">There is no such run, or more than one.</exception>
    public RunDetails Find(string written)
    {
        StoredRun run = Run(FindRow(written));
        return new RunDetails(
            run,
            [.. Read<MetricRow>("SELECT run, split, name, value FROM metrics WHERE run = @Id ORDER BY split, name", new { run.Id }).Select(m => new StoredMetric(m.Split, m.Name, m.Value))],
            [.. Read<TargetRow>("SELECT metric, target, measured, met FROM targets WHERE run = @Id ORDER BY position", new { run.Id }).Select(t => new TargetResult(t.Metric, t.Target, t.Measured, t.Met != 0))],
            [.. Read<EpochRow>("SELECT learner, epoch, at, train_loss AS TrainLoss, valid_loss AS ValidLoss FROM epochs WHERE run = @Id ORDER BY position", new { run.Id }).Select(e => new StoredEpoch(e.Learner, (int)e.Epoch, Time(e.At), e.TrainLoss, e.ValidLoss))]);
    }

    /// <summary>Forgets a run and all that is recorded of it; its bundle's folder stays.</summary>
    public void Delete(string run) => Write("DELETE FROM runs WHERE id = @run", new { run });

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private static RunStore Open(StoreDatabase database)
    {
        DbConnection? connection = null;
        try
        {
            connection = database.Open();
            StoreTables.Update(connection, database);
            return new RunStore(database, connection);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is not (DbException or IOException or UnauthorizedAccessException)) throw;
            throw new UserErrorException(StoreMessages.Unusable(database.ShownAs, e.Message), database.Folder is null ? StoreMessages.UnreachableWayOut : StoreMessages.UnusableWayOut, inner: e);
        }
    }

    private RunRow FindRow(string written)
    {
        // A folder is told from an id by its separators, or by being there.
        bool isFolder = written.AsSpan().IndexOfAny('/', '\\') >= 0 || Directory.Exists(written);
        RunRow[] found = isFolder
            ? [.. Read<RunRow>($"{Runs} WHERE b.path = @path", new { path = Kept(Path.TrimEndingDirectorySeparator(written)) })]
            : [.. Read<RunRow>($"{Runs} WHERE SUBSTR(r.id, 1, @length) = @written ORDER BY r.id", new { length = written.Length, written })];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new UserErrorException(StoreMessages.NoSuchRun(written), StoreMessages.NoSuchRunWayOut),
            _ => throw new UserErrorException(StoreMessages.SeveralRuns(written), StoreMessages.SeveralRunsWayOut(found.Select(r => r.Id))),
        };
    }

    private void End(string run, RunState state, DateTimeOffset now, Message? reason, DbTransaction transaction) => connection.Execute(
        "UPDATE runs SET state = @state, ended = @ended, reason = @reason, reason_chinese = @chinese WHERE id = @run",
        new { run, state = Text(state), ended = Text(now), reason = reason?.English, chinese = reason?.Chinese },
        transaction);

    private void Write(string statement, object values) => InTransaction(transaction => connection.Execute(statement, values, transaction));

    private void InTransaction(Action<DbTransaction> work)
    {
        lock (gate)
        {
            using DbTransaction transaction = connection.BeginTransaction();
            work(transaction);
            transaction.Commit();
        }
    }

    private List<T> Read<T>(string query, object values)
    {
        lock (gate) return connection.Query<T>(query, values).AsList();
    }

    private StoredRun Run(RunRow row) => new(
        row.Id,
        row.Name,
        row.Task,
        row.Recipe,
        StateOf(row),
        Time(row.Started),
        row.Ended is null ? null : Time(row.Ended),
        Whole(row.Folder),
        row.Reason is { } reason ? new Message(reason, row.ReasonInChinese ?? reason) : null,
        row.Path is null ? null : new StoredBundle(Whole(row.Path), row.Bytes!.Value, row.Model!, (int)row.TargetsMet!.Value, (int)row.Targets!.Value));

    /// <summary>A run whose process was killed could not say so; the one machine that can tell looks for the process.</summary>
    private static RunState StateOf(RunRow row)
    {
        RunState state = Enum.Parse<RunState>(row.State, ignoreCase: true);
        return state == RunState.Running && row.Host == Environment.MachineName && !IsAlive((int)row.Process) ? RunState.Killed : state;
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A path as it is kept: as seen from the store's folder when it lies below it, so that the two can be moved together.</summary>
    private string Kept(string path)
    {
        string whole = Path.GetFullPath(path);
        if (database.Folder is null) return whole;
        string relative = Path.GetRelativePath(database.Folder, whole).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? whole : relative;
    }

    private string Whole(string kept) => database.Folder is null ? kept : Path.GetFullPath(kept, database.Folder);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string Text(RunState state) => state.ToString().ToLowerInvariant();

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private sealed record RunRow(
        string Id,
        string Name,
        string Task,
        string Recipe,
        string State,
        string Started,
        string? Ended,
        string Folder,
        string Host,
        long Process,
        string? Reason,
        string? ReasonInChinese,
        string? Path,
        long? Bytes,
        string? Model,
        long? TargetsMet,
        long? Targets);

    private sealed record MetricRow(string Run, string Split, string Name, double Value);

    private sealed record TargetRow(string Metric, string Target, double? Measured, long Met);

    private sealed record EpochRow(string Learner, long Epoch, string At, double? TrainLoss, double? ValidLoss);
}
