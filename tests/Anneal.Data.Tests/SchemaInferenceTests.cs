using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;

namespace Anneal.Data.Tests;

public sealed class SchemaInferenceTests
{
    private static readonly ColumnChoice Nothing = new(null, []);

    [Fact]
    public void Tells_the_types_of_columns()
    {
        Table table = Made(
            ("number", row => (row * 1.5 % 7).ToString("0.0")),
            ("category", row => row % 3 == 0 ? "red" : "blue"),
            ("row id", row => (row + 100).ToString()),
            ("row id with a gap", row => (row < 30 ? row : row + 5).ToString()),
            ("key", row => $"K{row:0000}"),
            ("prose", row => $"the customer with number {row} wrote this"),
            ("constant", _ => "same"),
            ("empty", _ => null),
            ("label", row => row % 2 == 0 ? "yes" : "no"));
        TableSchema schema = SchemaInference.Infer(table, TaskKind.TabularClassification, Nothing);

        schema.Columns.Select(c => c.Type).ShouldBe(
        [
            ColumnType.Number, ColumnType.Category, ColumnType.Identifier, ColumnType.Identifier, ColumnType.Identifier,
            ColumnType.Text, ColumnType.Constant, ColumnType.Constant, ColumnType.Category,
        ]);
        schema.Features.Select(c => c.Name).ShouldBe(["number", "category", "prose"]);
        schema.Label.Name.ShouldBe("label");
        schema.Classes.ShouldBe(["no", "yes"]);
    }

    [Theory]
    [InlineData("Survived", 1)]
    [InlineData("FraudFound_P", 1)]
    [InlineData("Machine_failure", 1)]
    [InlineData("是否流失", 1)]
    [InlineData("defaulting", 3)]
    public void The_label_is_the_column_that_tells_how_something_ended_else_the_last(string name, int found)
    {
        Table table = Made(
            ("size", row => (row * 1.5 % 7).ToString("0.0")),
            (name, row => row % 3 == 0 ? "1" : "0"),
            ("failure time", row => (row * 3 % 71).ToString("0.0")),
            ("port", row => row % 2 == 0 ? "a" : "b"));
        SchemaInference.Infer(table, TaskKind.TabularClassification, Nothing).Label.Name.ShouldBe(table.Names[found]);
        SchemaInference.Infer(table, TaskKind.TabularRegression, Nothing).Label.Name.ShouldBe("failure time");
    }

    [Fact]
    public void Yes_and_no_dates_and_amounts_are_told_apart()
    {
        Table table = Made(
            ("member", row => row % 3 == 0 ? "Yes" : "No"),
            ("joined", row => $"2024/{(row % 12) + 1}/{(row % 28) + 1}"),
            ("paid", row => $"${row % 9},{100 + row}"),
            ("share", row => $"{row % 40}.5%"),
            ("year", row => (1950 + row).ToString()),
            ("label", row => row % 2 == 0 ? "a" : "b"));
        SchemaInference.Infer(table, TaskKind.TabularClassification, Nothing).Features.Select(c => c.Type)
            .ShouldBe([ColumnType.Boolean, ColumnType.Date, ColumnType.Number, ColumnType.Number, ColumnType.Number]);
    }

    [Fact]
    public void Row_numbers_are_known_in_a_shuffled_table_too()
    {
        Table table = Made(300, ("number", row => ((row * 7) % 300).ToString()), ("x", row => (row % 11).ToString()), ("label", row => row % 2 == 0 ? "a" : "b"));
        SchemaInference.Infer(table, TaskKind.TabularClassification, Nothing).Columns[0].Type.ShouldBe(ColumnType.Identifier);
        ColumnChoice keep = Nothing with { Keep = [new WrittenName("number", default)] };
        SchemaInference.Infer(table, TaskKind.TabularClassification, keep).Features.First().Type.ShouldBe(ColumnType.Number);
        ColumnChoice say = Nothing with { Types = new Dictionary<WrittenName, ColumnType> { [new WrittenName("x", default)] = ColumnType.Category } };
        SchemaInference.Infer(table, TaskKind.TabularClassification, say).Features.First().Type.ShouldBe(ColumnType.Category);
    }

    [Fact]
    public void The_label_is_the_usual_name_or_the_last_column_with_few_values()
    {
        Table usual = Made(("Target", row => row % 2 == 0 ? "a" : "b"), ("x", row => (row * 7 % 60).ToString()));
        SchemaInference.Infer(usual, TaskKind.TabularClassification, Nothing).Label.Name.ShouldBe("Target");
        Table last = Made(("x", row => (row / 2).ToString()), ("done", row => row % 2 == 0 ? "a" : "b"));
        SchemaInference.Infer(last, TaskKind.TabularClassification, Nothing).Label.Name.ShouldBe("done");
        Table none = Made(("x", row => (row * 7 % 60).ToString()), ("z", row => (row / 2).ToString()));
        Should.Throw<UserErrorException>(() => SchemaInference.Infer(none, TaskKind.TabularClassification, Nothing)).WayOut.English.ShouldContain("x, z");
    }

    [Fact]
    public void A_column_that_is_not_there_gets_the_nearest_name_and_the_recipe_s_place()
    {
        Table table = Made(("Income", row => row.ToString()), ("Status", row => row % 2 == 0 ? "a" : "b"));
        Place place = new("recipe.yaml", 4, 20);
        UserErrorException error = Should.Throw<UserErrorException>(
            () => SchemaInference.Infer(table, TaskKind.TabularClassification, new ColumnChoice(new WrittenName("Statu", place), [])));
        error.Place.ShouldBe(place);
        error.WayOut.English.ShouldBe("did you mean Status? The columns are Income, Status");

        Should.Throw<UserErrorException>(() => SchemaInference.Infer(table, TaskKind.TabularClassification, new ColumnChoice(null, [new WrittenName("Incme", place)])))
            .WayOut.Chinese.ShouldBe("是不是想写 Income？现有的列：Income、Status");
    }

    [Fact]
    public void An_ignored_column_is_no_feature()
    {
        Table table = Made(("a", row => (row % 5).ToString()), ("b", row => (row % 7).ToString()), ("label", row => row % 2 == 0 ? "x" : "y"));
        SchemaInference.Infer(table, TaskKind.TabularClassification, new ColumnChoice(null, [new WrittenName("a", default)])).Features.Single().Name.ShouldBe("b");
    }

    [Theory]
    [InlineData(1, "column label has the same value in every row: 0")]
    [InlineData(150, "column label has 150 different values, too many to be classes")]
    [InlineData(90, "class 0 of label has only 2 rows")]
    public void A_label_that_can_t_be_learnt_is_an_error(int classes, string reason)
    {
        int rows = classes == 90 ? 180 : 300;
        Table table = Made(rows, ("x", row => (row % 11).ToString()), ("label", row => (row % classes).ToString()));
        Should.Throw<UserErrorException>(() => SchemaInference.Infer(table, TaskKind.TabularClassification, Nothing)).Reason.English.ShouldBe(reason);
    }

    [Fact]
    public void Rows_without_a_label_are_dropped_and_told()
    {
        Table table = Made(("x", row => (row * 7 % 60).ToString()), ("label", row => row < 3 ? null : "a"));
        List<Message> notices = [];
        MissingLabels.Drop(table, "label", notices).RowCount.ShouldBe(57);
        notices.Single().English.ShouldBe("3 rows left out: no value in label");
        Should.Throw<UserErrorException>(() => MissingLabels.Drop(Made(("label", _ => null)), "label", []));
    }

    private static Table Made(params (string Name, Func<int, string?> Cell)[] columns) => Made(60, columns);

    private static Table Made(int rows, params (string Name, Func<int, string?> Cell)[] columns) => new(
        "t.csv",
        [.. columns.Select(c => c.Name)],
        [.. columns.Select(c => Enumerable.Range(0, rows).Select(c.Cell).ToArray())],
        [.. Enumerable.Range(2, rows)]);
}
