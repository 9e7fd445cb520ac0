namespace Anneal.Training.Trees;

/// <summary>What boosted trees make small: its value, and its first two derivatives by the scores.</summary>
public abstract class TreeLoss
{
    /// <summary>Scores of a row.</summary>
    public abstract int Outputs { get; }

    /// <summary>The loss of labels 0 and 1; the score is the log-odds of 1.</summary>
    public static TreeLoss Logistic(ReadOnlyMemory<float> targets) => new LogisticLoss(targets);

    /// <summary>The loss of classes; the scores are logits.</summary>
    public static TreeLoss Softmax(ReadOnlyMemory<int> classes, int count) => new SoftmaxLoss(classes, count);

    /// <summary>Half the square of the distance from a number.</summary>
    public static TreeLoss Squares(ReadOnlyMemory<float> targets) => new SquaredLoss(targets);

    /// <summary>The same loss for other rows.</summary>
    internal abstract TreeLoss Take(ReadOnlySpan<int> rows);

    /// <summary>The scores that are best when nothing is known of a row.</summary>
    internal abstract float[] Start(ReadOnlySpan<float> weights);

    /// <summary>The derivatives of some rows by one of their scores.</summary>
    /// <param name="scores">[all rows, outputs].</param>
    /// <param name="output">Which score.</param>
    /// <param name="first">The first row.</param>
    /// <param name="slopes">Receives the first derivatives.</param>
    /// <param name="curvatures">Receives the second derivatives (or a bound of them), above 0.</param>
    internal abstract void Derive(ReadOnlySpan<float> scores, int output, int first, Span<float> slopes, Span<float> curvatures);

    /// <summary>The losses of some rows, weighted and added up.</summary>
    internal abstract double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, int first, int count);
}
