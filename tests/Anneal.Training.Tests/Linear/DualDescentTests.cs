using System.Text.Json;
using Anneal.Data.Text;
using Anneal.Data.Text.Grams;
using Anneal.Tests;
using Anneal.Training.Linear;

namespace Anneal.Training.Tests.Linear;

public sealed class DualDescentTests
{
    private static (SparseMatrix Rows, bool[] Positive, JsonElement Fits) Reference()
    {
        JsonElement texts = JsonDocument.Parse(File.ReadAllText(TestData.Fixture("text", "tfidf.json"))).RootElement.GetProperty("texts");
        JsonElement linear = JsonDocument.Parse(File.ReadAllText(TestData.Fixture("text", "linear.json"))).RootElement;
        string[] all = [.. texts.EnumerateArray().Select(t => t.GetString()!)];
        return (GramFeatures.Learn(all, [new GramFamily(GramKind.Characters, 1, 3, 1)]).Transform(all), [.. linear.GetProperty("labels").EnumerateArray().Select(y => y.GetInt32() == 1)], linear.GetProperty("fits"));
    }

    private static double Score(DualDescent fit, SparseMatrix rows, int row) => fit.Bias + SparseProduct.Dot(rows.ColumnsOf(row), rows.ValuesOf(row), fit.Weights);

    [Fact]
    public void ScoresAreThoseOfScikitLearn()
    {
        (SparseMatrix rows, bool[] positive, JsonElement fits) = Reference();
        foreach (JsonElement expected in fits.EnumerateArray())
        {
            DualDescent fit = new(rows, positive, Enum.Parse<MarginLoss>(expected.GetProperty("loss").GetString()!), seed: 1);
            fit.Fit(expected.GetProperty("strength").GetDouble(), tolerance: 1e-6, epochs: 5000);
            for (int row = 0; row < rows.Rows; row++) Score(fit, rows, row).ShouldBe(expected.GetProperty("scores")[row].GetDouble(), 2e-3, expected.ToString());
        }
    }

    [Theory]
    [InlineData(MarginLoss.Logistic)]
    [InlineData(MarginLoss.SquaredHinge)]
    internal void APathOfStrengthsEndsWhereOneStrengthDoes(MarginLoss loss)
    {
        (SparseMatrix rows, bool[] positive, _) = Reference();
        DualDescent path = new(rows, positive, loss, seed: 1), once = new(rows, positive, loss, seed: 2);
        foreach (double strength in new[] { 0.5, 8, 2 }) path.Fit(strength, tolerance: 1e-6, epochs: 5000);
        once.Fit(2, tolerance: 1e-6, epochs: 5000);
        for (int row = 0; row < rows.Rows; row++) Score(path, rows, row).ShouldBe(Score(once, rows, row), 1e-3);
    }

    [Fact]
    public void ARowThatCountsTwiceIsTheSameAsTwoRows()
    {
        SparseMatrix two = new(2, 2, [0, 1, 2], [0, 1], [1, 1]), three = new(3, 2, [0, 1, 2, 3], [0, 1, 1], [1, 1, 1]);
        DualDescent weighted = new(two, [true, false], MarginLoss.Logistic, 1, costs: [1, 2]), repeated = new(three, [true, false, false], MarginLoss.Logistic, 1);
        weighted.Fit(3, 1e-7, 5000);
        repeated.Fit(3, 1e-7, 5000);
        weighted.Bias.ShouldBe(repeated.Bias, 1e-3f);
        weighted.Weights[1].ShouldBe(repeated.Weights[1], 1e-3f);
    }

    [Fact]
    public void AScaleIsTheSameAsWiderColumns()
    {
        SparseMatrix plain = new(3, 2, [0, 2, 3, 4], [0, 1, 0, 1], [1, 2, 3, 1]), wide = new(3, 2, [0, 2, 3, 4], [0, 1, 0, 1], [2, 1, 6, 0.5f]);
        DualDescent scaled = new(plain, [true, false, true], MarginLoss.Logistic, 1, scales: [2, 0.5f]), other = new(wide, [true, false, true], MarginLoss.Logistic, 1);
        scaled.Fit(3, 1e-7, 5000);
        other.Fit(3, 1e-7, 5000);
        scaled.Weights[0].ShouldBe(2 * other.Weights[0], 1e-3f);
        scaled.Weights[1].ShouldBe(other.Weights[1] / 2, 1e-3f);
    }
}
