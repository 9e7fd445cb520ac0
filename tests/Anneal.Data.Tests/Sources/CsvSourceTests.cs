using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Tests;

namespace Anneal.Data.Tests;

public sealed class CsvSourceTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n")]
    [InlineData("a;b\n1;x\n2;y\n")]
    [InlineData("a\tb\r\n1\tx\r\n2\ty")]
    [InlineData("\n\na,b\n\n1,x\n2,y\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n 2 , y \n")]
    public void Reads_every_usual_separator_and_line_end(string text)
    {
        Table table = Read(text);
        table.Names.ShouldBe(["a", "b"]);
        table.Column(0).ShouldBe(["1", "2"]);
        table.Column(1).ShouldBe(["x", "y"]);
    }

    [Fact]
    public void Reads_quoted_separators_quotes_and_line_breaks_and_counts_lines_through_them()
    {
        Table table = Read("name,note\nA,\"one, \"\"two\"\"\nthree\"\nB,last\n");
        table.Column(1)[0].ShouldBe("one, \"two\"\nthree");
        table.PlaceOf(0).Line.ShouldBe(2);
        table.PlaceOf(1).Line.ShouldBe(4);
    }

    [Fact]
    public void Empty_cells_and_marks_for_no_value_are_missing() =>
        Read("a,b\n,1\nNA,1\nn/a,1\nNaN,1\n\" \",1\nnone,1\n").Column(0).ShouldBe([null, null, null, null, null, "none"]);

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_name()
    {
        string path = folder.Write("bom.csv", [.. Encoding.UTF8.Preamble, .. "名称,b\n1,2\n"u8]);
        CsvSource.Read(path, path).Names[0].ShouldBe("名称");
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", 3, "the row has 1 field, the header has 2")]
    [InlineData("a,b\n1,2,3\n", 2, "the row has 3 fields, the header has 2")]
    [InlineData("a,b\n1,2\n3,\"open\n4,5\n", 3, "a quoted field begins here and is never closed")]
    [InlineData("a,b\n1,\"x\" y\n", 2, "a quote stands in the middle of a field")]
    [InlineData("a,b\n1,x\"y\n", 2, "a quote stands in the middle of a field")]
    [InlineData("a,b\n", 0, "there is a header, but no row below it")]
    [InlineData("", 0, "the file is empty")]
    [InlineData(" \n\n", 0, "the file is empty")]
    public void A_broken_file_is_an_error_with_its_line(string text, int line, string reason)
    {
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(text));
        error.Reason.English.ShouldBe(reason);
        error.Place.ShouldBe(new Place("table.csv", line));
    }

    [Fact]
    public void A_header_that_is_empty_or_used_before_gets_a_name_of_its_own()
    {
        Table table = Read("a,,a,a (2),a\n1,2,3,4,5\n");
        table.Names.ShouldBe(["a", "column2", "a (3)", "a (2)", "a (4)"]);
        table.Renamed.ShouldBe([new("column2", ""), new("a (3)", "a"), new("a (4)", "a")]);
    }

    [Theory]
    [InlineData("good film\t1\nbad film\t0\n", "column1", 2)]
    [InlineData("text\tlabel\ngood film\t1\nbad film\t0\n", "text", 2)]
    [InlineData("nice\tpositive\nawful\tnegative\nfine\tpositive\n", "column1", 3)]
    [InlineData("1,2,3\n4,5,6\n", "column1", 2)]
    [InlineData("id,2019,2020\na,5,6\nb,7,8\n", "column1", 3)]
    [InlineData("a,b\nx,y\nz,w\n", "a", 2)]
    public void A_header_is_told_from_the_rows_below_it(string text, string firstName, int rows)
    {
        Table table = Read(text);
        table.Names[0].ShouldBe(firstName);
        table.RowCount.ShouldBe(rows);
    }

    [Fact]
    public void Quotes_of_a_corpus_in_tabs_are_plain_characters()
    {
        Table table = Read("he said \"hi\" twice\t0\n\"x\" marks\t1\n");
        table.Column(0).ShouldBe(["he said \"hi\" twice", "\"x\" marks"]);
    }

    [Theory]
    [InlineData("gb18030", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-8", true)]
    public void Encodings_are_told_apart(string name, bool mark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Encoding encoding = Encoding.GetEncoding(name);
        string text = "评论,标签\n很快，好吃，味道足,1\n没有送水,0\n";
        string path = folder.Write("reviews.csv", [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);
        Table table = CsvSource.Read(path, path);
        table.Names.ShouldBe(["评论", "标签"]);
        table.Column(0).ShouldBe(["很快，好吃，味道足", "没有送水"]);
        table.PlaceOf(1).Line.ShouldBe(3);
    }

    [Fact]
    public void An_encoding_can_be_named()
    {
        string path = folder.Write("western.csv", [.. "name,b\nBj"u8, 0xF6, .. "rn,1\n"u8, 0xC5, .. "sa,2\n"u8]);
        UserErrorException error = Should.Throw<UserErrorException>(() => CsvSource.Read(path, "western.csv"));
        error.Reason.English.ShouldBe("the text is neither UTF-8 nor GB18030");
        error.Place.ShouldBe(new Place("western.csv", 2));
        TableSource.Read(new SourceChoice(path) { Encoding = "windows-1252" }).Column(0).ShouldBe(["Björn", "Åsa"]);
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path) { Encoding = "gb18003" })).WayOut.English.ShouldBe("did you mean gb18030?");
    }

    [Fact]
    public void Mixed_encodings_are_an_error_with_the_line_that_does_not_fit()
    {
        // "名" in GB18030 among lines of UTF-8.
        string path = folder.Write("mixed.csv", [.. "a,b\n名称,2\n好,3\n"u8, 0xC3, 0xFB, .. ",3\n"u8]);
        UserErrorException error = Should.Throw<UserErrorException>(() => CsvSource.Read(path, "mixed.csv"));
        error.Place.ShouldBe(new Place("mixed.csv", 4));
        error.Reason.English.ShouldBe("this line is not UTF-8, but line 2 is");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error()
    {
        string path = folder.Write("data.csv", [.. "a,b\n1,2\n"u8, 0, 1, 2]);
        Should.Throw<UserErrorException>(() => CsvSource.Read(path, "data.csv")).Place.ShouldBe(new Place("data.csv", 3));
    }

    [Fact]
    public void A_delimiter_and_a_header_can_be_said()
    {
        string path = folder.Write("t.txt", "1|a,b\n2|c,d\n");
        Table table = TableSource.Read(new SourceChoice(path) { Delimiter = '|', Header = true });
        table.Names.ShouldBe(["1", "a,b"]);
        table.RowCount.ShouldBe(1);
    }

    [Fact]
    public void Parts_of_a_file_hold_a_few_rows_each()
    {
        string path = folder.Write("t.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i},x\n")));
        using TableReader reader = TableSource.Open(new SourceChoice(path));
        Table[] parts = [.. reader.ReadParts(300)];
        parts.Select(p => p.RowCount).ShouldBe([300, 300, 300, 100]);
        parts[3].Column(0)[0].ShouldBe("900");
        parts[3].PlaceOf(0).Line.ShouldBe(902);
    }

    [Fact]
    public void Cells_that_say_the_same_share_one_string()
    {
        Table table = Read("a\nx\ny\nx\n");
        table.Column(0)[0].ShouldBeSameAs(table.Column(0)[2]);
    }

    [Fact]
    public void No_broken_bytes_lead_to_another_error_than_the_users()
    {
        byte[] whole = Encoding.UTF8.GetBytes("name,note,when\nA,\"one, \"\"two\"\"\",2024-01-05\n名,b,\n" + string.Concat(Enumerable.Repeat("x,y,z\n", 50)));
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] broken = [.. whole];
            for (int change = random.Next(1, 6); change > 0; change--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            string path = folder.Write("broken.csv", broken[..random.Next(1, broken.Length)]);
            try
            {
                CsvSource.Read(path, path);
            }
            catch (UserErrorException)
            {
                // This is what broken files should lead to.
            }
        }
    }

    [Fact]
    public void A_missing_file_suggests_its_neighbour()
    {
        folder.Write("customers.csv", "a\n1\n");
        Place named = new("recipe.yaml", 2, 9);
        UserErrorException error = Should.Throw<UserErrorException>(() => CsvSource.Read(Path.Combine(folder.Path, "custmers.csv"), "custmers.csv", named));
        error.WayOut.English.ShouldBe("did you mean customers.csv?");
        error.Place.ShouldBe(named);
    }

    private Table Read(string text) => CsvSource.Read(folder.Write("table.csv", text), "table.csv");
}
