using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Validation;

/// <summary>A row whose label is probably wrong.</summary>
/// <param name="Row">The row.</param>
/// <param name="Given">The class it is labelled as.</param>
/// <param name="Likely">The class that models which never saw the row tell.</param>
/// <param name="Confidence">How sure they are of it, 0 to 1.</param>
public readonly record struct SuspiciousLabel(int Row, int Given, int Likely, double Confidence);

/// <summary>Finds labels to look at again by confident learning (Northcutt, Jiang and Chuang, 2021), from answers by models that never saw the row.</summary>
public static class SuspiciousLabels
{
    /// <summary>Rows that a model is surer of another class for than it usually is of that class's own rows; the largest gap first.</summary>
    /// <param name="validated">Out-of-fold answers.</param>
    /// <param name="most">How many to return at most.</param>
    public static IReadOnlyList<SuspiciousLabel> Rank(CrossValidated validated, int most = 50)
    {
        List<(SuspiciousLabel Label, double Gap)> found = [];
        foreach (FoldResult fold in validated.Folds.Where(fold => fold.Answers.Kind == LabelKind.OneClass))
        {
            Answers answers = fold.Answers;
            double[] usual = UsualConfidence(answers);
            for (int row = 0; row < answers.Rows; row++)
            {
                int given = answers.Classes[row];
                ReadOnlySpan<float> told = answers.Predictions.AsSpan(row * answers.Outputs, answers.Outputs);
                int likely = answers.Told[row];
                if (likely == given || told[likely] < usual[likely]) continue;
                found.Add((new SuspiciousLabel(fold.Rows[row], given, likely, told[likely]), told[likely] - told[given]));
            }
        }

        return [.. found.OrderByDescending(one => one.Gap).ThenBy(one => one.Label.Row).Take(most).Select(one => one.Label)];
    }

    /// <summary>For each class, the mean probability of the class among rows labelled so.</summary>
    private static double[] UsualConfidence(Answers answers)
    {
        double[] sums = new double[answers.Outputs];
        int[] rows = new int[answers.Outputs];
        for (int row = 0; row < answers.Rows; row++)
        {
            int given = answers.Classes[row];
            sums[given] += answers.Predictions[(row * answers.Outputs) + given];
            rows[given]++;
        }

        return [.. sums.Select((sum, k) => rows[k] == 0 ? double.PositiveInfinity : sum / rows[k])];
    }
}
