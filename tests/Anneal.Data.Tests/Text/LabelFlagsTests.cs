using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;

namespace Anneal.Data.Tests.Text;

public sealed class LabelFlagsTests
{
    private static Table Of(params string?[] rude) => new("t.csv", ["text", "rude", "a;b"], [["x", "y", "z"], rude, ["1", "0", null]], [2, 3, 4]);

    private static ColumnChoice Choice(params string[] flags) => new(null, []) { Flags = [.. flags.Select(f => new WrittenName(f, new Place("recipe.yaml", 3)))] };

    [Fact]
    public void Flags_become_one_label_with_a_separator_that_no_class_has()
    {
        (Table table, ColumnChoice choice) = LabelFlags.Join(Of("yes", "是", "0"), Choice("rude", "a;b"));
        table.Column(table.IndexOf(LabelFlags.Column)).ShouldBe(["rude|a;b", "rude", ""]);
        choice.Separator.ShouldBe("|");
        choice.Label!.Value.Value.ShouldBe(LabelFlags.Column);
    }

    [Fact]
    public void Without_flags_nothing_changes()
    {
        Table table = Of("1", "0", "1");
        LabelFlags.Join(table, Choice()).Table.ShouldBeSameAs(table);
    }

    [Fact]
    public void A_cell_that_says_neither_is_named_with_its_line() =>
        Should.Throw<UserErrorException>(() => LabelFlags.Join(Of("1", "perhaps", "0"), Choice("rude"))).Place.ShouldBe(new Place("t.csv", 3));

    [Fact]
    public void A_column_that_is_not_there_is_named_with_the_recipes_line() =>
        Should.Throw<UserErrorException>(() => LabelFlags.Join(Of("1", "1", "0"), Choice("rud"))).Place.ShouldBe(new Place("recipe.yaml", 3));
}
