using Anneal.Data.Schemas;

namespace Anneal.Training.Linear;

/// <summary>Scores of linear models as probabilities: how well they fit labels, and the factor that makes them fit best.</summary>
internal static class ScoreTemperature
{
    private const int Halvings = 24;
    private const double Lowest = -4, Highest = 4; // ln of the factor.

    /// <summary>The factor with the least log-loss, and that loss.</summary>
    /// <param name="scores">[rows, scores]; a single score is that of the second of two classes.</param>
    /// <param name="width">Scores of a row.</param>
    /// <param name="labels">The rows' labels.</param>
    public static (double Factor, double Loss) Fit(ReadOnlySpan<float> scores, int width, Labels labels)
    {
        // The loss has one valley in the factor's logarithm: golden section.
        double ratio = (Math.Sqrt(5) - 1) / 2, low = Lowest, high = Highest;
        double left = high - (ratio * (high - low)), right = low + (ratio * (high - low));
        double atLeft = Loss(scores, width, labels, Math.Exp(left)), atRight = Loss(scores, width, labels, Math.Exp(right));
        for (int i = 0; i < Halvings; i++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (ratio * (high - low));
                atLeft = Loss(scores, width, labels, Math.Exp(left));
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (ratio * (high - low));
                atRight = Loss(scores, width, labels, Math.Exp(right));
            }
        }

        double best = Math.Exp((low + high) / 2);
        return (best, Loss(scores, width, labels, best));
    }

    /// <summary>Mean log-loss of the scores times a factor, in nats.</summary>
    public static double Loss(ReadOnlySpan<float> scores, int width, Labels labels, double factor)
    {
        double sum = 0;
        for (int row = 0; row < labels.Count; row++)
        {
            ReadOnlySpan<float> of = scores.Slice(row * width, width);
            if (labels.Kind == LabelKind.ManyClasses)
            {
                for (int k = 0; k < width; k++) sum += Softplus(labels.Values[(row * width) + k] > 0 ? -factor * of[k] : factor * of[k]) / width;
            }
            else if (width == 1)
            {
                sum += Softplus(labels.Classes[row] == 1 ? -factor * of[0] : factor * of[0]);
            }
            else
            {
                double highest = double.NegativeInfinity, total = 0;
                foreach (float score in of) highest = Math.Max(highest, factor * score);
                foreach (float score in of) total += Math.Exp((factor * score) - highest);
                sum += highest + Math.Log(total) - (factor * of[labels.Classes[row]]);
            }
        }

        return sum / labels.Count;
    }

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
