using Anneal.Data.Messages;
using Anneal.Data.Quality;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Data.Tests;

public sealed class QualityGateTests
{
    private const int Rows = 1000;

    [Fact]
    public void Good_data_leads_to_no_finding() => Check(Honest()).Findings.ShouldBeEmpty();

    [Fact]
    public void Constants_keys_and_texts_are_left_out_and_named()
    {
        QualityReport report = Check([.. Honest(), ("one", _ => "1"), ("key", row => $"K{row:00000}"), ("note", row => $"customer {row} wrote")]);
        report.Findings.Select(f => (f.Check, f.Columns.Single(), f.LeftOut, f.Severity)).ShouldBe(
            [("constant", "one", true, Severity.Note), ("identifier", "key", true, Severity.Note), ("free-text", "note", true, Severity.Note)], ignoreOrder: true);
        report.Schema.Features.Select(c => c.Name).ShouldBe(["x", "town"]);
    }

    [Fact]
    public void Texts_whose_rows_share_words_stay_and_it_is_said_what_became_of_them()
    {
        QualityReport report = Check([.. Honest(), ("note", row => $"customer {row} {(row % 3 == 0 ? "complains" : "asks, 请回电")}")]);
        Finding finding = report.Findings.Single();
        (finding.Check, finding.LeftOut, finding.Severity).ShouldBe(("text-features", false, Severity.Note));
        finding.What.English.ShouldBe("note: text, learnt from by its length and by 5 words that rows share (asks, 回, 电, 请, complains)");
        finding.What.Chinese.ShouldBe("note：文本，按长度和各行共有的 5 个词（asks、回、电、请、complains）来学习");
        report.Schema.Features.Select(c => c.Name).ShouldContain("note");
    }

    [Fact]
    public void What_is_constant_in_training_rows_alone_is_left_out()
    {
        QualityReport report = Check([.. Honest(), ("late", row => row < 800 ? "a" : row % 2 == 0 ? "a" : "b")], new DataSplit([.. Enumerable.Range(0, 700)], [.. Enumerable.Range(700, 100)], [.. Enumerable.Range(800, 200)]));
        report.Findings.Single().Columns.ShouldBe(["late"]);
        report.Schema.Features.Select(c => c.Name).ShouldNotContain("late");
    }

    [Theory]
    [InlineData("category")]
    [InlineData("number")]
    public void A_column_that_tells_the_label_is_left_out_unless_it_is_to_be_kept(string kind)
    {
        (string, Func<int, string?>)[] columns = [.. Honest(), ("refund", row => kind == "category" ? (Label(row) == "bad" ? "paid" : "none") : (Label(row) == "bad" ? 100 + row % 50 : row % 50).ToString())];
        QualityReport report = Check(columns);
        Finding leak = report.Findings.Single(f => f.Check == "target-leakage");
        leak.Columns.ShouldBe(["refund"]);
        leak.LeftOut.ShouldBeTrue();
        leak.What.English.ShouldContain("refund alone tells label");
        report.Schema.Features.Select(c => c.Name).ShouldBe(["x", "town"]);

        report = Check(columns, choice: new ColumnChoice(null, []) { Keep = [new WrittenName("refund", default)] });
        report.Findings.Single(f => f.Check == "target-leakage").LeftOut.ShouldBeFalse();
        report.Schema.Features.Select(c => c.Name).ShouldContain("refund");
    }

    [Fact]
    public void The_last_column_is_never_left_out()
    {
        QualityReport report = Check([("only", row => Label(row) == "bad" ? "1" : "0")]);
        report.Schema.Features.Single().Name.ShouldBe("only");
        report.Findings.Single(f => f.Check == "target-leakage").LeftOut.ShouldBeFalse();
    }

    [Fact]
    public void A_strong_but_imperfect_column_stays_with_a_warning()
    {
        Finding found = Check([.. Honest(), ("score", row => (Label(row) == "bad" ? row % 50 == 1 ? 10 : 60 + row % 40 : row % 63).ToString())]).Findings.Single();
        (found.Check, found.LeftOut, found.Severity).ShouldBe(("target-leakage", false, Severity.Warning));
        found.What.English.ShouldContain("far better than any other");
    }

    [Fact]
    public void Number_labels_leak_too()
    {
        Table table = Made([("x", row => (row * 7 % 61).ToString()), ("cents", row => (100 * (row * 37 % 997)).ToString()), ("label", row => (row * 37 % 997).ToString())]);
        TableSchema schema = SchemaInference.Infer(table, TaskKind.TabularRegression, new ColumnChoice(new WrittenName("label", default), []));
        DataSplit split = Parts();
        QualityReport report = QualityGate.Check(TaskKind.TabularRegression, table, schema, Labels.Of(table, schema), split, new ColumnChoice(null, []));
        report.Findings.Single(f => f.Check == "target-leakage").Columns.ShouldBe(["cents"]);
    }

    [Fact]
    public void Flags_that_the_label_is_made_of_are_found_with_those_beside_them()
    {
        static bool Fails(int row, int kind) => row % 40 == kind;
        QualityReport report = Check(
            [
                .. Honest(), ("heat", row => Fails(row, 1) ? "1" : "0"), ("power", row => Fails(row, 2) ? "1" : "0"), ("strain", row => Fails(row, 3) ? "1" : "0"),
                ("chance", row => row % 40 == 20 ? "1" : "0"), ("common", row => row % 2 == 0 ? "1" : "0"),
                ("label", row => Fails(row, 1) || Fails(row, 2) || Fails(row, 3) ? "bad" : "good"),
            ]);
        Finding parts = report.Findings.Single(f => f.Check == "label-parts");
        parts.Columns.ShouldBe(["heat", "power", "strain", "chance"]);
        report.Schema.Features.Select(c => c.Name).ShouldContain("common");
    }

    [Fact]
    public void A_single_flag_that_decides_is_an_honest_rule() =>
        Check([.. Honest(), ("broke", row => row % 20 == 1 ? "1" : "0"), ("label", row => row % 20 == 1 || row % 7 == 0 ? "bad" : "good")]).Findings.ShouldNotContain(f => f.LeftOut);

    [Fact]
    public void Bounds_of_a_range_are_left_out()
    {
        QualityReport report = Check([.. Honest(), ("price", row => row % 3 == 0 ? "less than 20" : "20 to 50"), ("price_min", row => row % 3 == 0 ? "0" : "20"), ("price_max", row => row % 3 == 0 ? "20" : "50"), ("age_min", row => (row % 7).ToString())]);
        report.Findings.Where(f => f.Check == "derived").SelectMany(f => f.Columns).ShouldBe(["price_min", "price_max"]);
        report.Schema.Features.Select(c => c.Name).ShouldBe(["x", "town", "price", "age_min"]);
    }

    [Fact]
    public void Missing_and_broken_cells_are_counted_with_their_lines()
    {
        QualityReport report = Check([.. Honest(), ("a", row => row % 10 == 0 ? null : (row % 17).ToString()), ("b", row => row % 4 != 0 ? null : (row % 13).ToString()), ("c", row => row == 30 ? "12O" : (row % 61).ToString())]);
        Finding mostly = report.Findings.Single(f => f.Check == "missing" && f.Severity == Severity.Warning);
        mostly.What.English.ShouldBe("cells without a value: b 75.0 %");
        report.Findings.Single(f => f.Check == "missing" && f.Severity == Severity.Note).Columns.ShouldBe(["a"]);
        Finding broken = report.Findings.Single(f => f.Check == "broken-value");
        broken.What.English.ShouldBe("c: 1 cell without a number (the first: \"12O\"), taken as missing");
        broken.Examples.ShouldBe([new Place("t.csv", 32)]);
    }

    [Fact]
    public void Duplicates_overlap_and_contradictions_name_their_rows()
    {
        // Rows 900 to 949 are those of 0 to 49; rows 950 to 959 too, with the other label.
        static int Same(int row) => row is >= 900 and < 960 ? row % 50 : row;
        QualityReport report = Check(
            [("x", row => (Same(row) * 1.25).ToString(System.Globalization.CultureInfo.InvariantCulture)), ("town", row => Same(row) % 3 == 0 ? "A" : "B"), ("label", row => row is >= 950 and < 960 ? (Label(Same(row)) == "bad" ? "good" : "bad") : Label(Same(row)))],
            new DataSplit([.. Enumerable.Range(0, 700), .. Enumerable.Range(950, 50)], [.. Enumerable.Range(700, 100)], [.. Enumerable.Range(800, 150)]));
        Finding duplicates = report.Findings.Single(f => f.Check == "duplicate-rows");
        duplicates.Rows.ShouldBe(50);
        duplicates.Examples[0].Line.ShouldBe(902);
        report.Findings.Single(f => f.Check == "train-test-overlap").Rows.ShouldBe(50);
        Finding odd = report.Findings.Single(f => f.Check == "suspicious-labels");
        odd.Rows.ShouldBe(20);
        odd.Examples[0].Line.ShouldBe(2);
    }

    [Fact]
    public void A_class_without_training_rows_is_an_error_and_a_rare_one_a_warning()
    {
        QualityReport report = Check([.. Honest(), ("label", row => row >= 990 ? "new" : row % 50 == 0 ? "rare" : "usual")], new DataSplit([.. Enumerable.Range(0, 700)], [.. Enumerable.Range(700, 100)], [.. Enumerable.Range(800, 200)]));
        report.HasErrors.ShouldBeTrue();
        Finding unseen = report.Findings[0];
        (unseen.Check, unseen.Rows, unseen.Examples[0]).ShouldBe(("unseen-class", 10, new Place("t.csv", 992)));

        Finding rare = Check([.. Honest(), ("label", row => row % 20 == 0 ? "rare" : "usual")]).Findings.Single(f => f.Check == "imbalance");
        rare.What.English.ShouldStartWith("class rare is rare:");
        rare.What.English.ShouldContain(" rows to learn from, ");
    }

    private static string Label(int row) => row * 13 % 29 < 9 ? "bad" : "good";

    private static (string, Func<int, string?>)[] Honest() => [("x", row => (row * 7919 % 5003 + (Label(row) == "bad" ? 900 : 0)).ToString()), ("town", row => row % 3 == 0 ? "A" : "B")];

    private static DataSplit Parts() => RandomSplit.Make(new int[Rows], new SplitFractions(0.7, 0.1, 0.2, Stratify: false, 7));

    private static QualityReport Check((string Name, Func<int, string?> Cell)[] columns, DataSplit? split = null, ColumnChoice? choice = null)
    {
        Table table = Made(columns.Any(c => c.Name == "label") ? columns : [.. columns, ("label", Label)]);
        choice ??= new ColumnChoice(null, []);
        TableSchema schema = SchemaInference.Infer(table, TaskKind.TabularClassification, choice);
        return QualityGate.Check(TaskKind.TabularClassification, table, schema, Labels.Of(table, schema), split ?? Parts(), choice);
    }

    private static Table Made((string Name, Func<int, string?> Cell)[] columns) => new(
        "t.csv",
        [.. columns.Select(c => c.Name)],
        [.. columns.Select(c => Enumerable.Range(0, Rows).Select(c.Cell).ToArray())],
        [.. Enumerable.Range(2, Rows)]);
}
