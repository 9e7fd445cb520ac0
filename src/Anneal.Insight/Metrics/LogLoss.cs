namespace Anneal.Insight.Metrics;

/// <summary>Mean of minus the natural logarithm of the probability given to the true class: 0 is perfect.</summary>
public static class LogLoss
{
    /// <summary>A probability of 0 would cost infinitely much; it counts as this instead.</summary>
    private const double Smallest = 1e-15;

    /// <summary>Measures it.</summary>
    /// <param name="labels">The class of each row.</param>
    /// <param name="probabilities">Probabilities, [rows, classes].</param>
    /// <param name="classes">How many classes there are.</param>
    public static double Measure(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, int classes)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++) sum -= Math.Log(Math.Max(probabilities[(row * classes) + labels[row]], Smallest));
        return sum / labels.Length;
    }
}
