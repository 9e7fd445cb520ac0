using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Tests;

namespace Anneal.Data.Tests;

public sealed class TableSplitTests : IDisposable
{
    private static readonly SplitFractions Shares = new(0.7, 0.1, 0.2, Stratify: true, 7);

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Groups_stay_together_and_shares_are_kept()
    {
        Table table = Numbered("group", row => $"g{row % 97}");
        DataSplit split = Make(table, SplitKind.Group, "group");
        foreach ((int[] a, int[] b) in new[] { (split.Train, split.Test), (split.Train, split.Valid), (split.Valid, split.Test) })
            a.Select(r => r % 97).Intersect(b.Select(r => r % 97)).ShouldBeEmpty();
        WholeAndNear(split, 700, 100, 200, 15);
        Make(table, SplitKind.Group, "group").Test.ShouldBe(split.Test);
    }

    [Fact]
    public void Rows_without_a_group_are_each_their_own()
    {
        DataSplit split = Make(Numbered("group", row => row % 2 == 0 ? null : "one"), SplitKind.Group, "group");
        split.Train.Concat(split.Valid).Concat(split.Test).Order().ShouldBe(Enumerable.Range(0, 1000));
    }

    [Fact]
    public void The_newest_rows_are_for_the_test_and_one_day_is_not_torn()
    {
        DateTime start = new(2024, 1, 1);
        DataSplit split = Make(Numbered("day", row => start.AddDays((999 - row) / 7).ToString("yyyy/M/d")), SplitKind.Time, "day");
        WholeAndNear(split, 700, 100, 200, 7);
        split.Test.Max().ShouldBeLessThan(split.Valid.Min());
        split.Valid.Max().ShouldBeLessThan(split.Train.Min());
        ((999 - split.Test.Max()) / 7).ShouldNotBe((999 - split.Valid.Min()) / 7);
        Should.Throw<UserErrorException>(() => Make(Numbered("day", row => row == 5 ? "soon" : "3"), SplitKind.Time, "day")).Place.ShouldBe(new Place("t.csv", 7));
    }

    [Fact]
    public void A_key_keeps_its_part_whatever_other_rows_there_are()
    {
        DataSplit all = Make(Numbered("key", row => $"customer {row}"), SplitKind.Hash, "key");
        WholeAndNear(all, 700, 100, 200, 45);
        DataSplit fewer = Make(Numbered("key", row => $"customer {row * 2}", 500), SplitKind.Hash, "key");
        fewer.Test.Select(r => r * 2).ShouldBe(all.Test.Where(r => r % 2 == 0));
    }

    [Fact]
    public void A_column_may_say_the_parts()
    {
        DataSplit split = Make(Numbered("part", row => row % 10 == 0 ? "test" : row % 10 == 1 ? "Validation" : "train"), SplitKind.Column, "part");
        WholeAndNear(split, 800, 100, 100, 0);
        split.Test.ShouldAllBe(row => row % 10 == 0);

        // Without validation rows of its own a share of the training rows is taken.
        split = Make(Numbered("part", row => row % 10 == 0 ? "test" : "train"), SplitKind.Column, "part");
        split.Test.ShouldAllBe(row => row % 10 == 0);
        WholeAndNear(split, 788, 112, 100, 2);
        UserErrorException error = Should.Throw<UserErrorException>(() => Make(Numbered("part", row => row == 3 ? "tset" : "train"), SplitKind.Column, "part"));
        error.Place.ShouldBe(new Place("t.csv", 5));
    }

    [Fact]
    public void A_file_may_say_the_parts_by_row_or_by_item()
    {
        Table table = Numbered("photo", row => $"a/{row}.jpg", 10);
        SplitChoice choice = new(SplitKind.File, Shares) { File = Words(string.Concat(Enumerable.Range(0, 10).Select(r => r < 6 ? "train\n" : r < 8 ? "valid\n" : "test\n"))) };
        TableSplit.Make(GivenParts.Mark(table, choice, new SourceChoice("t.csv")), Labels(10), choice).Test.ShouldBe([8, 9]);

        choice = choice with { File = Words(string.Concat(Enumerable.Range(0, 10).Reverse().Select(r => $"a/{r}.jpg\t{(r < 6 ? "train" : r < 8 ? "valid" : "test")}\n"))) };
        Table marked = GivenParts.Mark(table, choice, new SourceChoice("t.csv"));
        TableSplit.Make(marked, Labels(10), choice).Valid.ShouldBe([6, 7]);
        marked.Where(row => row % 2 == 0).Parts.ShouldBe([SplitPart.Train, SplitPart.Train, SplitPart.Train, SplitPart.Valid, SplitPart.Test]);

        Should.Throw<UserErrorException>(() => GivenParts.Mark(table, choice with { File = Words("train\ntest\n") }, new SourceChoice("t.csv"))).Reason.English.ShouldBe("there are 2 lines here, but 10 rows in t.csv");
        Should.Throw<UserErrorException>(() => GivenParts.Mark(table, choice with { File = Words("train\nfoo\n") }, new SourceChoice("t.csv"))).Place!.Value.Line.ShouldBe(2);
        Should.Throw<UserErrorException>(() => GivenParts.Mark(table, choice with { File = Words("a/0.jpg\ttrain\n") }, new SourceChoice("t.csv"))).Place.ShouldBe(new Place("t.csv", 3));
    }

    [Fact]
    public void Parts_may_be_files_of_their_own()
    {
        SourceChoice source = new(folder.Write("train.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{(i % 2 == 0 ? "a" : "b")}\n"))), "train.csv");
        SplitChoice choice = new(SplitKind.Parts, Shares) { TestFile = new SourceChoice(folder.Write("test.csv", "y,x\na,100\nb,101\n"), "test.csv") };
        Table table = GivenParts.Mark(TableSource.Read(source), choice, source);
        table.RowCount.ShouldBe(52);
        table.Column(0)[51].ShouldBe("101");
        table.PlaceOf(51).ShouldBe(new Place("test.csv", 3));
        DataSplit split = TableSplit.Make(table, Labels(52), choice);
        split.Test.ShouldBe([50, 51]);
        split.Valid.Length.ShouldBe(6);
        split.Train.Length.ShouldBe(44);
    }

    [Fact]
    public void Numbers_are_stratified_by_their_size()
    {
        float[] values = [.. Enumerable.Range(0, 1000).Select(row => (float)((row * 37) % 1000))];
        DataSplit split = TableSplit.Make(Numbered("x", row => "1"), Anneal.Data.Schemas.Labels.OfNumbers(values), new SplitChoice(SplitKind.Random, Shares));
        WholeAndNear(split, 700, 100, 200, 0);
        for (int tenth = 0; tenth < 10; tenth++) split.Test.Count(row => (int)values[row] / 100 == tenth).ShouldBe(20);
    }

    private static void WholeAndNear(DataSplit split, int train, int valid, int test, int tolerance)
    {
        split.Train.Concat(split.Valid).Concat(split.Test).Order().ShouldBe(Enumerable.Range(0, split.Train.Length + split.Valid.Length + split.Test.Length));
        split.Train.Length.ShouldBeInRange(train - tolerance, train + tolerance);
        split.Valid.Length.ShouldBeInRange(valid - tolerance, valid + tolerance);
        split.Test.Length.ShouldBeInRange(test - tolerance, test + tolerance);
        split.Train.ShouldBeInOrder();
    }

    private static DataSplit Make(Table table, SplitKind by, string column)
    {
        SplitChoice choice = new(by, Shares, new WrittenName(column, new Place("recipe.yaml", 1)));
        return TableSplit.Make(GivenParts.Mark(table, choice, new SourceChoice("t.csv")), Labels(table.RowCount), choice);
    }

    private static Labels Labels(int rows) => Anneal.Data.Schemas.Labels.OfClasses(["a", "b"], [.. Enumerable.Range(0, rows).Select(row => row % 2)]);

    private static Table Numbered(string column, Func<int, string?> cell, int rows = 1000) =>
        new("t.csv", [column], [[.. Enumerable.Range(0, rows).Select(cell)]], [.. Enumerable.Range(2, rows)]);

    private SourceChoice Words(string text) => new(folder.Write("parts.txt", text), "parts.txt");
}
