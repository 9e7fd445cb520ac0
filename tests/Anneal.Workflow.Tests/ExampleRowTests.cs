using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Vision;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Tests;

public sealed class ExampleRowTests
{
    [Fact]
    public void A_picture_without_a_file_of_its_own_is_kept_beside_the_model()
    {
        ExampleRow row = new(Pictures().WithImages(new InMemory(null)), Schema(), 0);
        row.Picture!.Pixels.ShouldBe([0, 1, 2, 3]);
        row.Json("runs/x").ShouldBe("""{"image": "runs/x/example.png"}""");
    }

    [Fact]
    public void A_picture_with_a_file_is_named_as_it_is()
    {
        ExampleRow row = new(Pictures().WithImages(new InMemory("cats/")), Schema(), 0);
        row.Picture.ShouldBeNull();
        row.Json("runs/x").ShouldBe("""{"image": "cats/1.png"}""");
    }

    [Fact]
    public void A_text_of_a_table_shows_no_names_only_words_that_many_rows_have()
    {
        string?[] names = [.. Enumerable.Range(0, 20).Select(i => i == 1 ? $"P{i}" : $"P{(char)('a' + i)}, {(i % 2 == 0 ? "Miss" : "Mr")}")];
        Table table = new("made", ["name"], [names], [.. Enumerable.Range(2, names.Length)]);
        TableSchema schema = new([new ColumnSchema("name", ColumnType.Text, ColumnRole.Feature, 0, names.Length, "")], LabelKind.OneClass, []);
        new ExampleRow(table, schema, 0, sharedWords: true).Json("runs/x").ShouldBe("""{"name": "miss"}""");
        new ExampleRow(table, schema, 1, sharedWords: true).Json("runs/x").ShouldBe("{}");
        new ExampleRow(table, schema, 0).Json("runs/x").ShouldBe("""{"name": "Pa, Miss"}""");
    }

    private static Table Pictures() => Table.OfOneRow("made", new Dictionary<string, string?>(StringComparer.Ordinal) { ["image"] = "1.png", ["label"] = "cat" });

    private static TableSchema Schema() => new(
        [new ColumnSchema("image", ColumnType.Image, ColumnRole.Feature, 0, 1, ""), new ColumnSchema("label", ColumnType.Category, ColumnRole.Label, 0, 1, "")],
        LabelKind.OneClass,
        ["cat", "dog"]);

    private sealed class InMemory(string? folder) : ImageSource
    {
        public override Image Read(string reference) => new(2, 2, 1, [0, 1, 2, 3]);

        public override string? FileOf(string reference) => folder is null ? null : folder + reference;
    }
}
