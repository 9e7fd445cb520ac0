namespace Anneal.Insight.Metrics;

/// <summary>All the numbers of one model on one set of rows.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Accuracy">The share told right.</param>
/// <param name="Auc">Area under the ROC curve, or null when the rows hold one class only.</param>
/// <param name="LogLoss">Mean negative log-likelihood, in nats.</param>
/// <param name="BalancedAccuracy">Mean recall of the classes.</param>
/// <param name="MacroF1">Mean F1 of the classes.</param>
/// <param name="Classes">Each class by itself.</param>
/// <param name="Confusion">Counts, [true class][told class].</param>
public sealed record ClassificationScores(
    int Rows,
    double Accuracy,
    double? Auc,
    double LogLoss,
    double BalancedAccuracy,
    double MacroF1,
    IReadOnlyList<ClassScores> Classes,
    IReadOnlyList<IReadOnlyList<int>> Confusion)
{
    /// <summary>Measures a model's answers.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="probabilities">Probabilities, [rows, classes].</param>
    /// <param name="classes">The classes' names.</param>
    /// <exception cref="ArgumentException">There is no row, or the sizes do not agree.</exception>
    public static ClassificationScores Measure(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, IReadOnlyList<string> classes)
    {
        if (labels.IsEmpty) throw new ArgumentException("There is no row to measure.", nameof(labels));
        if (probabilities.Length != labels.Length * classes.Count) throw new ArgumentException("One probability for each row and class is needed.", nameof(probabilities));
        ConfusionMatrix confusion = ConfusionMatrix.Count(labels, MostLikely(probabilities, classes.Count), classes.Count);
        Answers answers = Answers.OfClasses(labels.ToArray(), probabilities.ToArray(), classes);
        Scores all = Scores.Measure(answers);
        return new ClassificationScores(
            labels.Length,
            confusion.Accuracy,
            all["auc"],
            all["log-loss"] ?? double.NaN,
            confusion.BalancedAccuracy,
            confusion.MacroF1,
            [.. classes.Select((name, k) => new ClassScores(name, confusion.Precision(k), confusion.Recall(k), confusion.F1(k), confusion.Support(k)))],
            confusion.Counts);
    }

    /// <summary>The most likely class of each row; the first one where several are.</summary>
    /// <param name="probabilities">Probabilities, [rows, classes].</param>
    /// <param name="classes">How many classes there are.</param>
    public static int[] MostLikely(ReadOnlySpan<float> probabilities, int classes)
    {
        int[] told = new int[probabilities.Length / classes];
        for (int row = 0; row < told.Length; row++)
        {
            ReadOnlySpan<float> shares = probabilities.Slice(row * classes, classes);
            int best = 0;
            for (int k = 1; k < classes; k++)
            {
                if (shares[k] > shares[best]) best = k;
            }

            told[row] = best;
        }

        return told;
    }
}
