namespace Anneal.Insight.Calibration;

/// <summary>What a decision threshold is chosen for. Rows are counted for the second of two classes: told and true (hits), told and not true (alarms).</summary>
public abstract record ThresholdGoal
{
    private ThresholdGoal()
    {
    }

    /// <summary>How well a threshold serves; higher is better.</summary>
    internal abstract double Value(double hits, double alarms, double positives, double negatives);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    /// <summary>The most rows right.</summary>
    public sealed record BestAccuracy : ThresholdGoal
    {
        internal override double Value(double hits, double alarms, double positives, double negatives) => (hits + negatives - alarms) / (positives + negatives);
    }

    /// <summary>The highest mean F1 of the two classes.</summary>
    public sealed record BestF1 : ThresholdGoal
    {
        internal override double Value(double hits, double alarms, double positives, double negatives)
        {
            double wrong = alarms + positives - hits;
            double quiet = negatives - alarms;
            return (Ratio(2 * hits, (2 * hits) + wrong) + Ratio(2 * quiet, (2 * quiet) + wrong)) / 2;
        }
    }

    /// <summary>The highest balanced accuracy.</summary>
    public sealed record BestBalancedAccuracy : ThresholdGoal
    {
        internal override double Value(double hits, double alarms, double positives, double negatives) => (Ratio(hits, positives) + Ratio(negatives - alarms, negatives)) / 2;
    }

    /// <summary>The most found at no less than a precision; where none reaches it, the most precise.</summary>
    /// <param name="Precision">Of the rows told, the share that must be true, 0 to 1.</param>
    public sealed record AtPrecision(double Precision) : ThresholdGoal
    {
        internal override double Value(double hits, double alarms, double positives, double negatives)
        {
            double precision = Ratio(hits, hits + alarms);
            return precision >= Precision ? 1 + Ratio(hits, positives) : precision;
        }
    }

    /// <summary>The least cost.</summary>
    /// <param name="FalseAlarm">What a row costs that is told and is not.</param>
    /// <param name="Miss">What a row costs that is and is not told.</param>
    public sealed record LeastCost(double FalseAlarm, double Miss) : ThresholdGoal
    {
        internal override double Value(double hits, double alarms, double positives, double negatives) => -((alarms * FalseAlarm) + ((positives - hits) * Miss));
    }
}
