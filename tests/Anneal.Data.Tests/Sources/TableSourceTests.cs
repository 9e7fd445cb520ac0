using System.IO.Compression;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Formats;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Data.Tests;

public sealed class TableSourceTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Several_files_are_one_table_in_the_order_of_their_names()
    {
        folder.Write("b.csv", "y,x\n4,3\n");
        folder.Write("a.csv", "x,y\n1,2\n");
        folder.Write("c.txt", "not this");
        Table table = TableSource.Read(new SourceChoice(Path.Combine(folder.Path, "*.csv"), "data/*.csv"));
        table.Names.ShouldBe(["x", "y"]);
        table.Column(0).ShouldBe(["1", "3"]);
        table.PlaceOf(1).ShouldBe(new Place("data/b.csv", 2));
        table.Where(row => row == 1).PlaceOf(0).ShouldBe(new Place("data/b.csv", 2));

        folder.Write("d.csv", "x,z\n1,2\n");
        UserErrorException error = Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(Path.Combine(folder.Path, "?.csv"), "?.csv")));
        error.Place.ShouldBe(new Place("d.csv", 1));
        error.WayOut.English.ShouldContain("missing here: y; only here: z");
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(Path.Combine(folder.Path, "no*.csv"), "no*.csv"))).Reason.English.ShouldBe("no file matches no*.csv");
    }

    [Fact]
    public void Folders_below_are_searched_by_two_stars()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "2024", "01"));
        folder.Write("2024/01/a.csv", "x\n1\n2\n");
        folder.Write("b.csv", "x\n3\n");
        TableSource.Read(new SourceChoice(Path.Combine(folder.Path, "**/*.csv"))).Column(0).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public void A_matrix_is_a_table()
    {
        string path = Path.Combine(folder.Path, "m.npy");
        NumPy.Save(path, Tensor.From<float>([1, 2.5f, 3, float.NaN]).Reshape(2, 2));
        Table table = TableSource.Read(new SourceChoice(path));
        table.Names.ShouldBe(["column1", "column2"]);
        table.Column(1).ShouldBe(["2.5", null]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path))).Reason.English.ShouldStartWith("this is not a whole NumPy file");
        NumPy.Save(path, Tensor.Ones([2, 2, 2]));
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path))).Reason.English.ShouldStartWith("the array has the shape");
    }

    [Fact]
    public void A_workbook_is_read_with_its_types()
    {
        Table table = TableSource.Read(new SourceChoice(TestData.Fixture("tables", "orders.xlsx"), "orders.xlsx"));
        table.Names.ShouldBe(["id", "town", "when", "paid", "amount"]);
        table.Column(1).ShouldBe(["上海", "Oslo", null]);
        table.Column(2).ShouldBe(["2024-01-05", "2024-02-29 08:30:00", "2024-03-01"]);
        table.Column(3).ShouldBe(["true", "false", "true"]);
        table.Column(4).ShouldBe(["12.5", "1000", "-3"]);
        table.PlaceOf(2).Line.ShouldBe(5);
        TableSource.Read(new SourceChoice(TestData.Fixture("tables", "orders.xlsx")) { Sheet = "second" }).Names.ShouldBe(["k"]);
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(TestData.Fixture("tables", "orders.xlsx")) { Sheet = "third" })).WayOut.English.ShouldBe("its sheets are orders, second");
    }

    [Fact]
    public void Broken_workbooks_are_the_users_errors()
    {
        byte[] whole = File.ReadAllBytes(TestData.Fixture("tables", "orders.xlsx"));
        Random random = new(5);
        for (int i = 0; i < 150; i++)
        {
            byte[] broken = [.. whole];
            for (int change = random.Next(1, 8); change > 0; change--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            string path = folder.Write("broken.xlsx", random.Next(2) == 0 ? broken : broken[..random.Next(4, broken.Length)]);
            try
            {
                TableSource.Read(new SourceChoice(path));
            }
            catch (UserErrorException)
            {
                // This is what broken files should lead to.
            }
        }
    }

    [Fact]
    public void A_workbook_that_unpacks_without_end_is_refused()
    {
        string path = Path.Combine(folder.Path, "bomb.xlsx");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.SmallestSize).Open();
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 150; i++) entry.Write(block);
        }

        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path))).Reason.English.ShouldContain("times its size");
    }

    [Fact]
    public void A_sample_holds_its_rows_alone_each_with_the_same_chance_in_the_order_of_the_file()
    {
        string path = folder.Write("long.csv", "n,word\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i},w{i % 3}\n")));
        Table sample = TableSource.Read(new SourceChoice(path) { Rows = 1000 });
        int[] rows = [.. sample.Column(0).Select(int.Parse!)];
        rows.Length.ShouldBe(1000);
        rows.ShouldBe(rows.Order().Distinct());
        sample.PlaceOf(999).Line.ShouldBe(rows[999] + 2);
        for (int tenth = 0; tenth < 10; tenth++) rows.Count(n => n / 1000 == tenth).ShouldBeInRange(60, 140);
        TableSource.Read(new SourceChoice(path) { Rows = 1000 }).Column(0).ShouldBe(sample.Column(0));
        TableSource.Read(new SourceChoice(path) { Rows = 20_000 }).RowCount.ShouldBe(10_000);
    }

    [Fact]
    public void A_table_larger_than_the_memory_is_an_error_that_names_the_way_out()
    {
        string path = folder.Write("long.csv", "n\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i}\n")));
        using TableReader reader = TableSource.Open(new SourceChoice(path));
        TableBuilder builder = new(reader, mostBytes: 1);
        string?[] cells = new string?[1];
        UserErrorException error = Should.Throw<UserErrorException>(() =>
        {
            while (reader.Read(cells)) builder.Add(cells, reader.Place);
        });
        error.Reason.English.ShouldStartWith("the table is too large to be held: its first 16,383 rows");
        error.WayOut.English.ShouldContain("rows: 8191");
        error.Place!.Value.Line.ShouldBe(16_385);
    }

    [Fact]
    public void The_shared_tables_are_read_whole()
    {
        Rows("adult/adult.csv").ShouldBe((32561, 15));
        Rows("vehicle-fraud/fraud_oracle.csv").ShouldBe((15420, 39));
        Rows("zh-sentiment/waimai_10k.csv").ShouldBe((11987, 2));
        Rows("zh-sentiment/online_shopping_10_cats.zip").ShouldBe((62774, 3));
        Rows("en-sst2/train.tsv").ShouldBe((6920, 2));
        Rows("en-sst2/test.tsv").ShouldBe((1821, 2));
        Rows("titanic/train.csv").ShouldBe((891, 12));

        static (int, int) Rows(string path)
        {
            Table table = TableSource.Read(new SourceChoice(TestData.Shared(["data", .. path.Split('/')])));
            return (table.RowCount, table.Names.Count);
        }
    }
}
