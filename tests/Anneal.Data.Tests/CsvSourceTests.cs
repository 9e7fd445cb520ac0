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
    [InlineData("a,\n1,2\n", 1, "column 2 has no name")]
    [InlineData("a,a\n1,2\n", 1, "two columns are called a")]
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
    public void Another_encoding_is_named_with_the_line_where_it_shows()
    {
        // "名" in GB18030.
        string path = folder.Write("gb.csv", [.. "a,b\n1,2\n"u8, 0xC3, 0xFB, .. ",3\n"u8]);
        Should.Throw<UserErrorException>(() => CsvSource.Read(path, "gb.csv")).Place.ShouldBe(new Place("gb.csv", 3));

        path = folder.Write("utf16.csv", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a,b\n1,2\n")).ToArray());
        Should.Throw<UserErrorException>(() => CsvSource.Read(path, "utf16.csv")).Reason.English.ShouldBe("the text is UTF-16, not UTF-8");
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
