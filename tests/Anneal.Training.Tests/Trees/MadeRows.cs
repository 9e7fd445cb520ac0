using Anneal.Models.Trees;
using Anneal.Training.Trees;

namespace Anneal.Training.Tests.Trees;

/// <summary>Made tables for the trees' tests: two numbers, one of them often missing, and a category.</summary>
internal static class MadeRows
{
    public const int Categories = 12;

    public static TreeColumns Columns(int rows, int seed)
    {
        Random random = new(seed);
        float[][] values = [new float[rows], new float[rows], new float[rows]];
        for (int i = 0; i < rows; i++)
        {
            values[0][i] = (float)((random.NextDouble() * 4) - 2);
            values[1][i] = random.NextDouble() < 0.2 ? float.NaN : (float)(random.NextDouble() * 3);
            values[2][i] = random.Next(Categories);
        }

        return new TreeColumns(values, [0, 0, Categories]);
    }

    /// <summary>What the rows' label follows: a bend, a value that is missing for a reason, and three categories of twelve that matter.</summary>
    public static float Truth(TreeColumns rows, int row)
    {
        float x = rows.Column(0)[row], y = rows.Column(1)[row], category = rows.Column(2)[row];
        return (x * x) + (float.IsNaN(y) ? 2 : y > 1.5f ? x : 0) + (category is 2 or 5 or 11 ? 1.5f : 0);
    }

    public static float[] Values(TreeColumns rows, int seed, float noise = 0.1f)
    {
        Random random = new(seed);
        float[] values = new float[rows.Rows];
        for (int i = 0; i < values.Length; i++) values[i] = Truth(rows, i) + (noise * (float)((random.NextDouble() * 2) - 1));
        return values;
    }

    public static float[] Labels(TreeColumns rows) => [.. Enumerable.Range(0, rows.Rows).Select(i => Truth(rows, i) > 1.8f ? 1f : 0f)];

    public static float[] Fit(TreeOptions options, TreeColumns train, TreeLoss loss, TreeColumns asked, float[]? weights = null) =>
        new BoostedTrees(options).Fit(train, loss, weights).Trees.Scores(asked);

    public static double Error(float[] values, TreeColumns rows) => Math.Sqrt(values.Select((v, i) => Math.Pow(v - Truth(rows, i), 2)).Average());
}
