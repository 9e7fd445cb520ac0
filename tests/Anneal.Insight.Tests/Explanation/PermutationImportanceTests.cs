using System.Globalization;
using Anneal.Data.Tables;
using Anneal.Insight.Explanation;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Tests.Explanation;

public sealed class PermutationImportanceTests
{
    [Fact]
    public void Columns_rank_by_how_much_the_model_leans_on_them()
    {
        Random random = new(3);
        double[] strong = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        double[] weak = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        Table table = MadeTable.Of(("unused", MadeTable.Numbers(weak)), ("weak", MadeTable.Numbers(weak)), ("strong", MadeTable.Numbers(strong)));
        float[] truth = [.. Enumerable.Range(0, 3000).Select(row => (float)((3 * strong[row]) + weak[row]))];
        IReadOnlyList<ColumnImportance> importances = PermutationImportance.Measure(table, ["unused", "weak", "strong"], MadeTable.Rows(3000), Answer, MetricCatalogue.Find("mae")!, 1, TimeSpan.FromMinutes(1));
        importances.Select(one => one.Column).ShouldBe(["strong", "weak", "unused"]);

        // Two independent uniform numbers lie a third apart on average.
        importances[0].Loss.ShouldBe(1, 0.05);
        importances[1].Loss.ShouldBe(1 / 3.0, 0.02);
        importances[2].Loss.ShouldBe(0);

        Answers Answer(Table rows, int[] places)
        {
            rows.RowCount.ShouldBe(places.Length);
            return Answers.OfNumbers(
                Array.ConvertAll(places, row => truth[row]),
                [.. Enumerable.Range(0, rows.RowCount).Select(row => (float)((3 * Number(rows, 2, row)) + Number(rows, 1, row)))]);
        }
    }

    private static double Number(Table table, int column, int row) => double.Parse(table.Column(column)[row]!, CultureInfo.InvariantCulture);
}
