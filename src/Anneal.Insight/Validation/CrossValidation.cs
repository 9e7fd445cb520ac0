using Anneal.Insight.Metrics;

namespace Anneal.Insight.Validation;

/// <summary>Fits a model once for each part on all the others and measures it on that part: every row is answered by a model that never saw it.</summary>
public static class CrossValidation
{
    /// <summary>Fits and measures, part by part.</summary>
    /// <param name="folds">The parts.</param>
    /// <param name="fitAndAnswer">Fits a model on the first rows and answers the second, in their order.</param>
    /// <param name="cancellation">Stops between two fits.</param>
    public static CrossValidated Run(Folds folds, Func<int[], int[], Answers> fitAndAnswer, CancellationToken cancellation = default)
    {
        List<FoldResult> results = [];
        for (int fold = 0; fold < folds.Count; fold++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] held = folds.Held(fold);
            Answers answers = fitAndAnswer(folds.Training(fold), held);
            results.Add(new FoldResult(held, answers, Scores.Measure(answers)));
        }

        return new CrossValidated(results);
    }
}

/// <summary>One part's rows and what a model that learnt from the others made of them.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Answers">The answers, in the order of the rows.</param>
/// <param name="Scores">How good they are.</param>
public sealed record FoldResult(int[] Rows, Answers Answers, Scores Scores);

/// <summary>All parts of a cross-validation.</summary>
/// <param name="Folds">Each part.</param>
public sealed record CrossValidated(IReadOnlyList<FoldResult> Folds)
{
    /// <summary>The mean of a metric over the parts that have it, and its standard deviation; null where none has.</summary>
    /// <param name="metric">The metric's name.</param>
    public FoldSummary? Summarize(string metric)
    {
        double[] values = [.. Folds.Where(fold => fold.Scores[metric].HasValue).Select(fold => fold.Scores[metric]!.Value)];
        if (values.Length == 0) return null;
        double mean = values.Average();
        double spread = values.Length == 1 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return new FoldSummary(mean, spread, values);
    }
}

/// <summary>A metric over the parts of a cross-validation.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Spread">Its standard deviation from part to part.</param>
/// <param name="Values">Each part's.</param>
public sealed record FoldSummary(double Mean, double Spread, IReadOnlyList<double> Values);
