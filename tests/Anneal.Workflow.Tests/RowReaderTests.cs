using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Workflow.Predictions;

namespace Anneal.Workflow.Tests;

public sealed class RowReaderTests
{
    private static readonly TableSchema Schema = new(
        [
            new ColumnSchema("Income", ColumnType.Number, ColumnRole.Feature, 0, 90, "6 … 959"),
            new ColumnSchema("Home", ColumnType.Category, ColumnRole.Feature, 0, 2, "owner, rent"),
            new ColumnSchema("Id", ColumnType.Identifier, ColumnRole.Ignored, 0, 100, "1 … 100"),
            new ColumnSchema("Status", ColumnType.Category, ColumnRole.Label, 0, 2, "bad, good"),
        ],
        LabelKind.OneClass,
        ["bad", "good"]);

    [Theory]
    [InlineData("""{"Income": 120.5, "Home": "rent"}""", "120.5", "rent", 0)]
    [InlineData("""{"Income": "120", "Home": true}""", "120", "true", 0)]
    [InlineData("""{"Home": 3}""", null, "3", 1)]
    [InlineData("""{"Income": null, "Home": ""}""", null, null, 1)]
    [InlineData("""{"Income": 1e2, "Home": "NA", "Status": "good", "Id": 7}""", "1e2", null, 3)]
    [InlineData("{}", null, null, 1)]
    public void Reads_values_of_the_right_kind(string json, string? income, string? home, int notices)
    {
        List<Message> told = [];
        Table row = RowReader.Read(json, "--row", Schema, told);
        CellOf(row, "Income").ShouldBe(income);
        CellOf(row, "Home").ShouldBe(home);
        told.Count.ShouldBe(notices);
    }

    [Theory]
    [InlineData("""{"Incme": 1}""", "the model knows no column Incme", "did you mean \"Income\"? Valid here: Income, Home")]
    [InlineData("""{"Income": "much"}""", "Income is a number; \"much\" is none", "give a number (in training: 6 … 959), or leave it out if it is not known")]
    [InlineData("""{"Income": true}""", "Income is a number; true is none", "give a number (in training: 6 … 959), or leave it out if it is not known")]
    [InlineData("""{"Home": ["rent"]}""", "Home is a category; [\"rent\"] can't be one", "give one of its values, such as owner, rent")]
    [InlineData("""{"Home": "a", "Home": "b"}""", "Home is given twice", "keep one of them")]
    [InlineData("[1]", "the row is not a JSON object", "write it as '{\"Income\": ...}'")]
    public void What_does_not_fit_is_an_error(string json, string reason, string wayOut)
    {
        UserErrorException error = Should.Throw<UserErrorException>(() => RowReader.Read(json, "--row", Schema, []));
        error.Reason.English.ShouldBe(reason);
        error.WayOut.English.ShouldBe(wayOut);
        error.Place.ShouldBe(new Place("--row"));
    }

    [Fact]
    public void Broken_json_is_told_with_its_place() =>
        Should.Throw<UserErrorException>(() => RowReader.Read("{\"Income\": 1,\n Home}", "--row", Schema, [])).Place.ShouldBe(new Place("--row", 2, 2));

    private static string? CellOf(Table row, string column) => row.IndexOf(column) is var index and >= 0 ? row.Column(index)[0] : null;
}
