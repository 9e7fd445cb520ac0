using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Tests;

namespace Anneal.Data.Tests;

public sealed class JsonSourceTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Objects_become_rows_and_what_is_nested_gets_dotted_names()
    {
        Table table = Read("""
            {"age": 39, "address": {"town": "上海", "zip": "200000"}, "tags": ["a", "b"]}

            {"age": null, "new": true, "address": {"town": "NaN"}}
            """);
        table.Names.ShouldBe(["age", "address.town", "address.zip", "tags", "new"]);
        table.Column(0).ShouldBe(["39", null]);
        table.Column(1).ShouldBe(["上海", null]);
        table.Column(3).ShouldBe(["a|b", null]);
        table.Column(4).ShouldBe([null, "true"]);
        table.PlaceOf(1).Line.ShouldBe(3);
        table.FirstNaN["address.town"].Line.ShouldBe(3);
    }

    [Fact]
    public void One_list_of_objects_is_a_table_too()
    {
        Table table = Read("[{\"a\": 1}, {\"a\": 2}]", "t.json");
        table.Column(0).ShouldBe(["1", "2"]);
    }

    [Theory]
    [InlineData("{\"a\": 1}\n{\"a\": \n", 2, "this is not valid JSON")]
    [InlineData("{\"a\": 1}\n[1]\n", 2, "the row is not a JSON object")]
    [InlineData("{\"a\": [[1]]}\n", 1, "a is a list of lists or objects, which a table can't hold")]
    [InlineData("{\"a\": 1}\n{\"a\": {\"b\": [{\"c\": 1}]}}\n", 2, "a.b is a list of lists or objects, which a table can't hold")]
    [InlineData("{\"a.b\": 1, \"a\": {\"b\": 2}}\n", 1, "a.b is given twice in the row")]
    [InlineData("[{\"a\": 1}, 2]", 2, "the row is not a JSON object")]
    [InlineData("[{\"a\": 1}", 1, "this is not valid JSON")]
    [InlineData("{}\n", 0, "the file is empty")]
    [InlineData("", 0, "the file is empty")]
    public void A_broken_row_is_an_error_with_its_line(string text, int line, string reason)
    {
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(text));
        error.Reason.English.ShouldBe(reason);
        error.Place!.Value.Line.ShouldBe(line);
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_crash() =>
        Should.Throw<UserErrorException>(() => Read(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000)));

    private Table Read(string text, string name = "rows.jsonl") => TableSource.Read(new SourceChoice(folder.Write(name, text), name));
}
