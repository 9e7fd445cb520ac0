namespace Anneal.Insight.Metrics;

/// <summary>How many rows of each true class were told as which class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[][] counts;

    private ConfusionMatrix(int[][] counts) => this.counts = counts;

    /// <summary>The counts, [true class][told class].</summary>
    public IReadOnlyList<IReadOnlyList<int>> Counts => counts;

    /// <summary>How many classes there are.</summary>
    public int Classes => counts.Length;

    /// <summary>How many rows there are.</summary>
    public int Rows => counts.Sum(row => row.Sum());

    /// <summary>The share of rows told right.</summary>
    public double Accuracy => Enumerable.Range(0, Classes).Sum(k => counts[k][k]) / (double)Rows;

    /// <summary>The mean recall of the classes: accuracy as if every class had as many rows.</summary>
    public double BalancedAccuracy => Enumerable.Range(0, Classes).Where(k => Support(k) > 0).Average(Recall);

    /// <summary>The mean F1 of the classes.</summary>
    public double MacroF1 => Enumerable.Range(0, Classes).Average(F1);

    /// <summary>Counts the rows.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="told">The class that the model told.</param>
    /// <param name="classes">How many classes there are.</param>
    public static ConfusionMatrix Count(ReadOnlySpan<int> labels, ReadOnlySpan<int> told, int classes)
    {
        if (labels.Length != told.Length) throw new ArgumentException("As many answers as rows are needed.", nameof(told));
        int[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (int row = 0; row < labels.Length; row++) counts[labels[row]][told[row]]++;
        return new ConfusionMatrix(counts);
    }

    /// <summary>How many rows truly are of a class.</summary>
    public int Support(int k) => counts[k].Sum();

    /// <summary>Of the rows told as the class, the share that truly are; 0 when none was told so.</summary>
    public double Precision(int k) => Ratio(counts[k][k], counts.Sum(row => row[k]));

    /// <summary>Of the rows of the class, the share that was told so; 0 when there is none.</summary>
    public double Recall(int k) => Ratio(counts[k][k], Support(k));

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1(int k) => Ratio(2 * counts[k][k], Support(k) + counts.Sum(row => row[k]));

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : part / (double)whole;
}
