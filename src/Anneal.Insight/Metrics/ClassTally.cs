using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>For each class: rows that truly are of it, rows that were told so, and those of both.</summary>
internal sealed class ClassTally
{
    private readonly long[] right;
    private readonly long[] told;
    private readonly long[] support;

    private ClassTally(int classes, int rows)
    {
        right = new long[classes];
        told = new long[classes];
        support = new long[classes];
        Rows = rows;
    }

    public int Rows { get; }

    public int Classes => right.Length;

    /// <summary>Classes that some row is of, or was told to be: the others have no say in a mean.</summary>
    public IEnumerable<int> Seen => Enumerable.Range(0, Classes).Where(k => support[k] + told[k] > 0);

    public long Right(int k) => right[k];

    public long Told(int k) => told[k];

    public long Support(int k) => support[k];

    public double Precision(int k) => Ratio(right[k], told[k]);

    public double Recall(int k) => Ratio(right[k], support[k]);

    public double F1(int k) => Ratio(2 * right[k], support[k] + told[k]);

    public static ClassTally Of(Draw draw)
    {
        Answers answers = draw.Answers;
        ClassTally tally = new(answers.Outputs, answers.Rows);
        for (int row = 0; row < answers.Rows; row++)
        {
            int count = draw.CountOf(row);
            if (count == 0) continue;
            if (answers.Kind == LabelKind.OneClass) tally.Add(answers.Classes[row], answers.Told[row], count);
            else tally.AddEach(answers, row, count);
        }

        return tally;
    }

    /// <summary>The mean of a number over the classes seen.</summary>
    public double? Macro(Func<int, double> value)
    {
        double sum = 0;
        int classes = 0;
        foreach (int k in Seen)
        {
            sum += value(k);
            classes++;
        }

        return classes == 0 ? null : sum / classes;
    }

    public static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private void Add(int truth, int answer, int count)
    {
        support[truth] += count;
        told[answer] += count;
        if (truth == answer) right[truth] += count;
    }

    private void AddEach(Answers answers, int row, int count)
    {
        for (int k = 0; k < right.Length; k++)
        {
            bool truth = answers.Is(row, k);
            bool answer = answers.Tells(row, k);
            if (truth) support[k] += count;
            if (answer) told[k] += count;
            if (truth && answer) right[k] += count;
        }
    }
}
