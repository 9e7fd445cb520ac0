using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>What a model answered on rows whose truth is known: all that a metric looks at.</summary>
/// <remarks>
/// What several metrics need (the class told, the order of the scores, each row's loss) is worked out once, when it is first asked
/// for, so that the thousand samples of a bootstrap cost one pass over the rows each and no sorting.
/// </remarks>
public sealed class Answers
{
    /// <summary>A probability of 0 would cost infinitely much; it counts as this instead.</summary>
    private const double Smallest = 1e-15;

    private readonly Lazy<int[]> told;
    private readonly Lazy<double[]> logLosses;
    private readonly Lazy<double[]> brierLosses;
    private readonly Lazy<RankedScores[]> ranked;
    private readonly Lazy<int[]> errorOrder;

    private Answers(LabelKind kind, IReadOnlyList<string> names, int[] classes, float[] truth, float[] predictions, int rows, double? threshold)
    {
        if (rows == 0) throw new ArgumentException("There is no row to measure.", nameof(rows));
        Kind = kind;
        Names = names;
        Classes = classes;
        Truth = truth;
        Predictions = predictions;
        Rows = rows;
        Threshold = threshold;
        told = new Lazy<int[]>(Tell);
        logLosses = new Lazy<double[]>(MeasureLogLosses);
        brierLosses = new Lazy<double[]>(MeasureBrierLosses);
        ranked = new Lazy<RankedScores[]>(Rank);
        errorOrder = new Lazy<int[]>(OrderErrors);
    }

    /// <summary>What the truth of a row is.</summary>
    public LabelKind Kind { get; }

    /// <summary>The classes' names; empty for numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>Numbers that the model gives for a row.</summary>
    public int Outputs => Kind == LabelKind.Number ? 1 : Names.Count;

    /// <summary>The probability from which the second of two classes is told; null is "the more likely one". For many classes at once, that of each.</summary>
    public double? Threshold { get; }

    /// <summary>The true class of each row, where it has one.</summary>
    public IReadOnlyList<int> TrueClasses => Classes;

    /// <summary>The true numbers, [rows], or 0 and 1 for each class, [rows, classes].</summary>
    internal float[] Truth { get; }

    /// <summary>The true class of each row, where it has one.</summary>
    internal int[] Classes { get; }

    /// <summary>Probabilities, [rows, classes], or the numbers told, [rows].</summary>
    internal float[] Predictions { get; }

    /// <summary>The class told for each row, where one is.</summary>
    internal int[] Told => told.Value;

    /// <summary>Minus the logarithm of the probability of the truth, row by row; the mean over the classes where there are many at once.</summary>
    internal double[] LogLosses => logLosses.Value;

    /// <summary>The squared distance between the probabilities and the truth, row by row: of the second class where there are two, else summed over the classes.</summary>
    internal double[] BrierLosses => brierLosses.Value;

    /// <summary>Rows by falling score, for each class; with two classes, for the second alone.</summary>
    internal IReadOnlyList<RankedScores> Ranked => ranked.Value;

    /// <summary>Rows by rising absolute error.</summary>
    internal int[] ErrorOrder => errorOrder.Value;

    /// <summary>Rows with labels of any kind.</summary>
    /// <param name="labels">The truth.</param>
    /// <param name="predictions">Probabilities of the classes, or numbers, [rows, outputs].</param>
    /// <exception cref="ArgumentException">There is no row, or the sizes do not agree.</exception>
    public static Answers Of(Labels labels, float[] predictions) => labels.Kind switch
    {
        LabelKind.OneClass => OfClasses(labels.Classes, predictions, labels.Names),
        LabelKind.ManyClasses => OfManyClasses(labels.Values, predictions, labels.Names),
        _ => OfNumbers(labels.Values, predictions),
    };

    /// <summary>Rows of one class each.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="probabilities">Probabilities, [rows, classes].</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="threshold">With two classes: the probability from which the second is told; null for the more likely one.</param>
    /// <exception cref="ArgumentException">There is no row, or the sizes do not agree.</exception>
    public static Answers OfClasses(int[] labels, float[] probabilities, IReadOnlyList<string> classes, double? threshold = null)
    {
        if (probabilities.Length != labels.Length * classes.Count) throw new ArgumentException("One probability for each row and class is needed.", nameof(probabilities));
        return new Answers(LabelKind.OneClass, classes, labels, [], probabilities, labels.Length, classes.Count == 2 ? threshold : null);
    }

    /// <summary>Rows of any number of classes each.</summary>
    /// <param name="flags">1 where the row is of the class, else 0: [rows, classes].</param>
    /// <param name="probabilities">The probability of each class by itself, [rows, classes].</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="threshold">The probability from which a class is told.</param>
    /// <exception cref="ArgumentException">There is no row, or the sizes do not agree.</exception>
    public static Answers OfManyClasses(float[] flags, float[] probabilities, IReadOnlyList<string> classes, double threshold = 0.5)
    {
        if (probabilities.Length != flags.Length || classes.Count == 0 || flags.Length % classes.Count != 0)
            throw new ArgumentException("One probability for each row and class is needed.", nameof(probabilities));
        return new Answers(LabelKind.ManyClasses, classes, [], flags, probabilities, flags.Length / classes.Count, threshold);
    }

    /// <summary>Rows of one number each.</summary>
    /// <param name="truth">The true numbers.</param>
    /// <param name="predictions">The numbers that the model told.</param>
    /// <exception cref="ArgumentException">There is no row, or the sizes do not agree.</exception>
    public static Answers OfNumbers(float[] truth, float[] predictions)
    {
        if (truth.Length != predictions.Length) throw new ArgumentException("As many answers as rows are needed.", nameof(predictions));
        return new Answers(LabelKind.Number, [], [], truth, predictions, truth.Length, threshold: null);
    }

    /// <summary>The same answers with another way to tell the class.</summary>
    /// <param name="threshold">The probability from which the second of two classes, or each of many at once, is told.</param>
    public Answers WithThreshold(double? threshold) => new(Kind, Names, Classes, Truth, Predictions, Rows, threshold);

    /// <summary>Other predictions for the same rows.</summary>
    /// <param name="predictions">Probabilities, [rows, classes], or numbers, [rows].</param>
    public Answers WithPredictions(float[] predictions)
    {
        if (predictions.Length != Predictions.Length) throw new ArgumentException("As many answers as rows are needed.", nameof(predictions));
        return new Answers(Kind, Names, Classes, Truth, predictions, Rows, Threshold);
    }

    /// <summary>Whether a row truly is of a class.</summary>
    internal bool Is(int row, int k) => Kind == LabelKind.OneClass ? Classes[row] == k : Truth[(row * Outputs) + k] > 0.5f;

    /// <summary>Whether a class is told for a row that may have many.</summary>
    internal bool Tells(int row, int k) => Predictions[(row * Outputs) + k] >= (Threshold ?? 0.5);

    /// <summary>How far the number told lies above the true one.</summary>
    internal double Error(int row) => (double)Predictions[row] - Truth[row];

    /// <summary>How wrong the model is on one row: the log-loss, or the absolute error of a number.</summary>
    internal double Loss(int row) => Kind == LabelKind.Number ? Math.Abs(Error(row)) : LogLosses[row];

    private int[] Tell()
    {
        int[] classes = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            // The first of several that are equally likely.
            ReadOnlySpan<float> shares = Predictions.AsSpan(row * Outputs, Outputs);
            for (int k = 1; k < Outputs; k++)
            {
                if (shares[k] > shares[classes[row]]) classes[row] = k;
            }

            if (Threshold is { } least && Outputs == 2) classes[row] = shares[1] >= least ? 1 : 0;
        }

        return classes;
    }

    private double[] MeasureBrierLosses()
    {
        double[] losses = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> shares = Predictions.AsSpan(row * Outputs, Outputs);
            double sum = 0;
            for (int k = 0; k < shares.Length; k++)
            {
                double distance = shares[k] - (Is(row, k) ? 1 : 0);
                sum += distance * distance;
            }

            // With two classes both distances are the same one.
            losses[row] = shares.Length == 2 ? sum / 2 : sum;
        }

        return losses;
    }

    private double[] MeasureLogLosses()
    {
        double[] losses = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            if (Kind == LabelKind.OneClass)
            {
                losses[row] = -Math.Log(Math.Max(Predictions[(row * Outputs) + Classes[row]], Smallest));
                continue;
            }

            for (int k = 0; k < Outputs; k++)
            {
                double probability = Predictions[(row * Outputs) + k];
                losses[row] -= Math.Log(Math.Max(Is(row, k) ? probability : 1 - probability, Smallest)) / Outputs;
            }
        }

        return losses;
    }

    private RankedScores[] Rank()
    {
        int first = Kind == LabelKind.OneClass && Outputs == 2 ? 1 : 0;
        RankedScores[] all = new RankedScores[Outputs - first];
        for (int k = first; k < Outputs; k++)
        {
            bool[] positive = new bool[Rows];
            float[] scores = new float[Rows];
            for (int row = 0; row < Rows; row++)
            {
                positive[row] = Is(row, k);
                scores[row] = Predictions[(row * Outputs) + k];
            }

            all[k - first] = new RankedScores(positive, scores);
        }

        return all;
    }

    private int[] OrderErrors()
    {
        int[] order = [.. Enumerable.Range(0, Rows)];
        Array.Sort(Array.ConvertAll(order, row => Math.Abs(Error(row))), order);
        return order;
    }
}
