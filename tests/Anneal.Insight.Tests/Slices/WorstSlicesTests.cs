using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Insight.Metrics;
using Anneal.Insight.Slices;

namespace Anneal.Insight.Tests.Slices;

public sealed class WorstSlicesTests
{
    private const int Rows = 2000;

    private static readonly ColumnSchema[] Features =
    [
        MadeTable.Feature("city", ColumnType.Category),
        MadeTable.Feature("age", ColumnType.Number),
        MadeTable.Feature("note", ColumnType.Text),
    ];

    private readonly string?[] cities = new string?[Rows];
    private readonly double[] ages = new double[Rows];
    private readonly string?[] notes = new string?[Rows];
    private readonly Random random = new(11);

    public WorstSlicesTests()
    {
        for (int row = 0; row < Rows; row++)
        {
            cities[row] = new[] { "北京", "上海", "广州", null }[random.Next(4)];
            ages[row] = random.Next(18, 80);
            notes[row] = new string('x', random.Next(1, 200));
        }
    }

    [Fact]
    public void A_value_that_the_model_fails_on_is_found_first_with_its_size_and_interval()
    {
        Slice worst = Find(row => cities[row] == "上海" ? 0.4 : 0.1)[0];
        worst.Conditions.ShouldBe([new SliceCondition("city", SliceTest.Is, "上海")]);
        worst.Rows.ShouldBe(cities.Count(city => city == "上海"));
        worst.Score.ShouldBe(0.6, 0.06);
        worst.Overall.ShouldBe(0.825, 0.03);
        worst.Interval.Low.ShouldBeLessThan(worst.Score);
        worst.Interval.High.ShouldBeGreaterThan(worst.Score);
        worst.Interval.High.ShouldBeLessThan(worst.Overall);
    }

    [Fact]
    public void A_missing_value_and_a_range_of_numbers_are_found()
    {
        Find(row => cities[row] is null ? 0.4 : 0.1)[0].Conditions.ShouldBe([new SliceCondition("city", SliceTest.Missing)]);
        SliceCondition old = Find(row => ages[row] > 64 ? 0.5 : 0.1)[0].Conditions.ShouldHaveSingleItem();
        (old.Column, old.Test).ShouldBe(("age", SliceTest.Between));
        old.Low.ShouldBeInRange(60, 68);
        old.High.ShouldBe(79);
    }

    [Fact]
    public void A_length_of_text_is_found()
    {
        SliceCondition brief = Find(row => notes[row]!.Length < 50 ? 0.5 : 0.1)[0].Conditions.ShouldHaveSingleItem();
        (brief.Column, brief.Test, brief.Low).ShouldBe(("note", SliceTest.Length, 1));
    }

    [Fact]
    public void Two_conditions_are_found_when_only_together_they_are_bad()
    {
        Slice worst = Find(row => cities[row] == "广州" && ages[row] < 33 ? 0.8 : 0.1)[0];
        worst.Conditions.Count.ShouldBe(2);
        worst.Conditions[0].Value.ShouldBe("广州");
        worst.Conditions[1].Column.ShouldBe("age");
        worst.Conditions[1].Low.ShouldBe(18);
    }

    [Fact]
    public void Errors_that_fall_anywhere_make_no_slices()
    {
        int found = 0;
        for (int trial = 0; trial < 20; trial++) found += Find(_ => 0.2).Count;
        found.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Numbers_are_judged_by_their_mean_error()
    {
        float[] truth = new float[Rows];
        float[] told = new float[Rows];
        for (int row = 0; row < Rows; row++) told[row] = (float)((random.NextDouble() - 0.5) * (cities[row] == "北京" ? 10 : 2));
        Slice worst = WorstSlices.Find(Table(), Features, MadeTable.Rows(Rows), Answers.OfNumbers(truth, told))[0];
        worst.Conditions[0].Value.ShouldBe("北京");
        worst.Score.ShouldBe(2.5, 0.2);
        worst.Overall.ShouldBe(1, 0.15);
    }

    [Fact]
    public void Few_rows_and_right_answers_give_none()
    {
        Find(_ => 0).ShouldBeEmpty();
        Answers few = Answers.OfClasses([0, 1], [0.4f, 0.6f, 0.6f, 0.4f], ["no", "yes"]);
        WorstSlices.Find(Table(), Features, [3, 4], few).ShouldBeEmpty();
    }

    [Fact]
    public void Conditions_read_well_in_both_languages()
    {
        new SliceCondition("city", SliceTest.Is, "北京").Describe().English.ShouldBe("city is 北京");
        new SliceCondition("城市", SliceTest.Missing).Describe().Chinese.ShouldBe("城市 缺失");
        new SliceCondition("income", SliceTest.Between, null, 1000, 25000).Describe().English.ShouldBe("income is from 1000 to 25000");
        new SliceCondition("note", SliceTest.Length, null, 1, 40).Describe().Chinese.ShouldBe("note 长度为 1 到 40 个字符");
    }

    private IReadOnlyList<Slice> Find(Func<int, double> wrong)
    {
        float[] probabilities = new float[Rows * 2];
        for (int row = 0; row < Rows; row++) probabilities[(row * 2) + (random.NextDouble() < wrong(row) ? 1 : 0)] = 1;
        return WorstSlices.Find(Table(), Features, MadeTable.Rows(Rows), Answers.OfClasses(new int[Rows], probabilities, ["no", "yes"]));
    }

    private Table Table() => MadeTable.Of(("city", cities), ("age", MadeTable.Numbers(ages)), ("note", notes));
}
