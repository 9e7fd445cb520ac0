using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>Answers with a count for each row: all of them once, or one sample of a bootstrap.</summary>
/// <param name="answers">The answers.</param>
/// <param name="counts">How often each row counts; null is once.</param>
internal sealed class Draw(Answers answers, int[]? counts = null)
{
    private ClassTally? tally;

    public Answers Answers => answers;

    public int[]? Counts => counts;

    /// <summary>The rows counted class by class.</summary>
    public ClassTally Tally => tally ??= ClassTally.Of(this);

    public int CountOf(int row) => counts is null ? 1 : counts[row];

    /// <summary>The mean over the rows of a number that is known for each; a bootstrap draws as many rows as there are.</summary>
    public double Mean(double[] values)
    {
        double sum = 0;
        for (int row = 0; row < values.Length; row++) sum += CountOf(row) * values[row];
        return sum / answers.Rows;
    }

    /// <summary>The mean over the rows of a number that is worked out for each row drawn.</summary>
    public double Mean(Func<int, double> value)
    {
        double sum = 0;
        for (int row = 0; row < answers.Rows; row++)
        {
            int count = CountOf(row);
            if (count > 0) sum += count * value(row);
        }

        return sum / answers.Rows;
    }
}
