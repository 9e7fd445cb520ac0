using Anneal.Data.Messages;
using Anneal.Workflow.Store;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Tests.Store;

/// <summary>The same tests on both databases.</summary>
public sealed class RunStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.FromHours(8));

    public static TheoryData<string> Databases => [TestStore.Sqlite, TestStore.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public void A_run_is_found_again_with_all_that_was_recorded(string database)
    {
        using TestStore place = new(database);
        string id;
        string bundle = Path.Combine(place.Folder.Path, "loans-1");
        using (RunStore store = place.Open())
        {
            id = store.Begin("贷款", "tabular-classification", "name: 贷款\n", place.Folder.Path, Noon);
            store.Find(id).Run.ShouldSatisfyAllConditions(
                run => run.State.ShouldBe(RunState.Running),
                run => run.Ended.ShouldBeNull(),
                run => run.Bundle.ShouldBeNull());
            store.AddEpoch(id, new StoredEpoch("mlp", 1, Noon.AddSeconds(1), 0.7, double.NaN));
            store.AddEpoch(id, new StoredEpoch("mlp", 2, Noon.AddSeconds(2), 0.6, 0.65));
            store.Finish(
                id,
                Noon.AddMilliseconds(2500),
                new StoredBundle(bundle, 5_000_000_000, "mlp", 1, 2),
                [new StoredMetric("test", "accuracy", 0.8), new StoredMetric("valid", "accuracy", 0.82), new StoredMetric("test", "auc", double.PositiveInfinity)],
                [new TargetResult("accuracy", ">= 0.7", 0.8, Met: true), new TargetResult("auc", "> 1", null, Met: false)]);
        }

        using RunStore again = place.Open();
        RunDetails details = again.Find(id[..4]);
        details.Run.ShouldBe(new StoredRun(
            id,
            "贷款",
            "tabular-classification",
            "name: 贷款\n",
            RunState.Finished,
            Noon.ToUniversalTime(),
            Noon.AddMilliseconds(2500).ToUniversalTime(),
            place.Folder.Path,
            Reason: null,
            new StoredBundle(bundle, 5_000_000_000, "mlp", 1, 2)));
        details.Run.Duration.ShouldBe(TimeSpan.FromMilliseconds(2500));
        details.Metrics.ShouldBe([new StoredMetric("test", "accuracy", 0.8), new StoredMetric("valid", "accuracy", 0.82)]);
        details.Targets.ShouldBe([new TargetResult("accuracy", ">= 0.7", 0.8, Met: true), new TargetResult("auc", "> 1", null, Met: false)]);
        details.Epochs.ShouldBe(
        [
            new StoredEpoch("mlp", 1, Noon.AddSeconds(1).ToUniversalTime(), 0.7, null),
            new StoredEpoch("mlp", 2, Noon.AddSeconds(2).ToUniversalTime(), 0.6, 0.65),
        ]);
        again.Find(bundle + Path.DirectorySeparatorChar).Run.Id.ShouldBe(id);
        again.Metrics("test")[id].Single().Value.ShouldBe(0.8);
        again.Metrics("test", most: 0).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases))]
    public void Runs_are_listed_the_latest_first_and_a_deleted_one_is_gone(string database)
    {
        using TestStore place = new(database);
        using RunStore store = place.Open();
        string[] ids = [.. Enumerable.Range(0, 5).Select(minute => store.Begin("loans", "t", "r", "runs", Noon.AddMinutes(minute)))];
        store.End(ids[0], RunState.Failed, Noon.AddHours(1), new Message("the disk is full", "磁盘已满"));
        store.End(ids[1], RunState.Stopped, Noon.AddHours(1));
        store.List().Select(r => r.Id).ShouldBe(ids.Reverse());
        store.List(2).Select(r => r.Id).ShouldBe([ids[4], ids[3]]);
        store.Find(ids[0]).Run.ShouldSatisfyAllConditions(r => r.State.ShouldBe(RunState.Failed), r => r.Reason.ShouldBe(new Message("the disk is full", "磁盘已满")));
        store.Find(ids[1]).Run.State.ShouldBe(RunState.Stopped);

        store.AddEpoch(ids[1], new StoredEpoch("mlp", 1, Noon, 1, 1));
        store.Delete(ids[1]);
        store.List().Count.ShouldBe(4);
        Should.Throw<UserErrorException>(() => store.Find(ids[1])).Reason.English.ShouldBe($"there is no run {ids[1]}");
        UserErrorException several = Should.Throw<UserErrorException>(() => store.Find(""));
        several.WayOut.English.ShouldContain(ids[4]);
    }

    [Theory, MemberData(nameof(Databases))]
    public void Many_writers_at_once_lose_nothing(string database)
    {
        using TestStore place = new(database);
        const int Writers = 4;
        const int Epochs = 25;

        // Each opens the store itself, as another process would; the tables are made by whoever is first.
        Parallel.For(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = Writers }, writer =>
        {
            using RunStore store = place.Open();
            string id = store.Begin($"writer-{writer}", "t", "r", "runs", Noon.AddSeconds(writer));
            Parallel.For(1, Epochs + 1, epoch => store.AddEpoch(id, new StoredEpoch("mlp", epoch, Noon, epoch, epoch)));
            store.Finish(id, Noon, new StoredBundle($"b{writer}", 1, "mlp", 0, 0), [new StoredMetric("test", "accuracy", writer)], []);
        });

        using RunStore after = place.Open();
        IReadOnlyList<StoredRun> runs = after.List();
        runs.Select(r => r.Name).ShouldBe(["writer-3", "writer-2", "writer-1", "writer-0"]);
        foreach (StoredRun run in runs) after.Find(run.Id).Epochs.Select(e => e.Epoch).Order().ShouldBe(Enumerable.Range(1, Epochs));
    }

    [Theory, MemberData(nameof(Databases))]
    public void A_store_of_the_first_version_is_brought_up_to_date_with_all_it_holds(string database)
    {
        using TestStore place = new(database);
        string id;
        using (RunStore store = place.Open())
        {
            id = store.Begin("loans", "t", "r", "runs", Noon);
            store.End(id, RunState.Failed, Noon.AddHours(1), new Message("the disk is full", "磁盘已满"));
        }

        place.MakeFirst();
        using RunStore later = place.Open();
        later.Find(id).Run.Reason.ShouldBe(new Message("the disk is full", "the disk is full"), "Chinese reasons came with the second version");
    }

    [Theory, MemberData(nameof(Databases))]
    public void A_store_of_a_later_version_is_refused_and_left_alone(string database)
    {
        using TestStore place = new(database);
        place.Open().Dispose();
        place.MakeLater();
        UserErrorException error = Should.Throw<UserErrorException>(() => place.Open());
        error.Reason.English.ShouldContain("was made by a later version of Anneal (its tables have version 1000)");
        error.Reason.English.ShouldNotContain("assword");
    }

    [Fact]
    public void A_store_moves_with_the_bundles_beside_it()
    {
        using TestStore place = new(TestStore.Sqlite);
        string runs = Directory.CreateDirectory(Path.Combine(place.Folder.Path, "runs")).FullName;
        string id;
        using (RunStore store = RunStore.Open(runs))
        {
            id = store.Begin("loans", "t", "r", runs, Noon);
            store.Finish(id, Noon, new StoredBundle(Path.Combine(runs, "loans-1"), 1, "mlp", 0, 0), [], []);
        }

        Directory.GetFileSystemEntries(runs).Select(Path.GetFileName).ShouldBe(["anneal.db"]);
        string moved = Path.Combine(place.Folder.Path, "moved");
        Directory.Move(runs, moved);
        using RunStore again = RunStore.OpenExisting(moved);
        StoredRun run = again.Find(id).Run;
        run.Folder.ShouldBe(moved);
        run.Bundle!.Path.ShouldBe(Path.Combine(moved, "loans-1"));
        again.Find(Path.Combine(moved, "loans-1")).Run.Id.ShouldBe(id);
    }

    [Fact]
    public void A_run_whose_process_is_gone_counts_as_killed()
    {
        using TestStore place = new(TestStore.Sqlite);
        using RunStore store = place.Open();
        string id = store.Begin("loans", "t", "r", "runs", Noon);
        using (System.Data.Common.DbConnection connection = StoreDatabase.At(place.Location).Open())
            Dapper.SqlMapper.Execute(connection, "UPDATE runs SET process = 2147483647");
        store.Find(id).Run.State.ShouldBe(RunState.Killed);
        store.List().Single().State.ShouldBe(RunState.Killed);
    }

    [Fact]
    public void What_is_no_store_is_refused()
    {
        using TestStore place = new(TestStore.Sqlite);
        Should.Throw<UserErrorException>(() => RunStore.OpenExisting(place.Location)).Reason.English.ShouldStartWith("there is no store of runs at ");
        File.Exists(place.Location).ShouldBeFalse();
        place.Folder.Write("anneal.db", "id,income\n1,2\n" + new string('x', 5000));
        Should.Throw<UserErrorException>(() => place.Open()).Reason.English.ShouldContain("can't be used");
        Should.Throw<UserErrorException>(() => RunStore.Open("Host=x;Colour=red")).Reason.English.ShouldContain("connection string");
        UserErrorException away = Should.Throw<UserErrorException>(() => RunStore.Open("postgresql://me:secret@127.0.0.1:1/runs?Timeout=3"));
        away.Reason.English.ShouldContain("postgres://me@127.0.0.1:1/runs");
        away.ToString().ShouldNotContain("secret");
    }
}
