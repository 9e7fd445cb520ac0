using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Calibration;

/// <summary>One number that makes probabilities honest: logits are divided by it (Guo et al., "On Calibration of Modern Neural Networks", 2017).</summary>
/// <remarks>Above 1 it makes a model less sure, below 1 surer; which class is the most likely never changes.</remarks>
public static class Temperature
{
    private const double Coldest = 0.1;
    private const double Hottest = 10;

    /// <summary>Probabilities nearer to 0 count as this, as float32 cannot tell 1 - p from 1 much below.</summary>
    private const double Smallest = 1e-7;

    /// <summary>Finds the temperature with the least log-loss.</summary>
    /// <param name="validation">Answers on rows that the model did not learn from.</param>
    /// <returns>0.1 to 10.</returns>
    /// <exception cref="ArgumentException">The answers are numbers.</exception>
    public static double Fit(Answers validation)
    {
        if (validation.Kind == LabelKind.Number) throw new ArgumentException("Numbers have no temperature.", nameof(validation));

        // The log-loss is convex in 1 / T, so that halving in on it (golden section) cannot be caught in a side valley.
        double golden = (Math.Sqrt(5) - 1) / 2;
        double low = 1 / Hottest;
        double high = 1 / Coldest;
        double first = high - (golden * (high - low));
        double second = low + (golden * (high - low));
        double firstLoss = Loss(validation, first);
        double secondLoss = Loss(validation, second);
        while (high - low > 1e-6)
        {
            if (firstLoss < secondLoss)
            {
                (high, second, secondLoss) = (second, first, firstLoss);
                first = high - (golden * (high - low));
                firstLoss = Loss(validation, first);
            }
            else
            {
                (low, first, firstLoss) = (first, second, secondLoss);
                second = low + (golden * (high - low));
                secondLoss = Loss(validation, second);
            }
        }

        return 2 / (low + high);
    }

    /// <summary>Probabilities at a temperature.</summary>
    /// <param name="probabilities">Probabilities, [rows, outputs].</param>
    /// <param name="outputs">Classes.</param>
    /// <param name="kind">Whether a row's probabilities sum to 1, or each class stands by itself.</param>
    /// <param name="temperature">What logits are divided by.</param>
    public static float[] Apply(ReadOnlySpan<float> probabilities, int outputs, LabelKind kind, double temperature)
    {
        float[] scaled = probabilities.ToArray();
        if (temperature == 1) return scaled;
        double[] logits = new double[outputs];
        for (int start = 0; start < scaled.Length; start += outputs)
        {
            if (kind == LabelKind.OneClass) Softmax(scaled.AsSpan(start, outputs), logits, 1 / temperature);
            else Sigmoids(scaled.AsSpan(start, outputs), 1 / temperature);
        }

        return scaled;
    }

    private static double Loss(Answers answers, double sharpness) =>
        LogLoss.Metric.Measure(answers.WithPredictions(Apply(answers.Predictions, answers.Outputs, answers.Kind, 1 / sharpness))) ?? double.PositiveInfinity;

    private static void Softmax(Span<float> row, double[] logits, double sharpness)
    {
        double largest = double.NegativeInfinity;
        for (int k = 0; k < row.Length; k++)
        {
            logits[k] = Math.Log(Math.Max(row[k], Smallest)) * sharpness;
            largest = Math.Max(largest, logits[k]);
        }

        double sum = 0;
        for (int k = 0; k < row.Length; k++) sum += logits[k] = Math.Exp(logits[k] - largest);
        for (int k = 0; k < row.Length; k++) row[k] = (float)(logits[k] / sum);
    }

    private static void Sigmoids(Span<float> row, double sharpness)
    {
        for (int k = 0; k < row.Length; k++)
        {
            double probability = Math.Clamp(row[k], Smallest, 1 - Smallest);
            row[k] = (float)(1 / (1 + Math.Exp(-Math.Log(probability / (1 - probability)) * sharpness)));
        }
    }
}
