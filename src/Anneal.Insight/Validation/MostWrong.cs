using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Validation;

/// <summary>The rows that the model is most wrong about: what is worth a look first.</summary>
public static class MostWrong
{
    /// <summary>Finds them, the worst first: by log-loss among those told wrong, or by absolute error.</summary>
    /// <param name="answers">What the model answered.</param>
    /// <param name="most">How many to return at most.</param>
    /// <returns>Places of rows in the answers.</returns>
    public static IReadOnlyList<int> Find(Answers answers, int most = 20) =>
    [
        .. Enumerable.Range(0, answers.Rows)
            .Where(row => IsWrong(answers, row))
            .OrderByDescending(answers.Loss).ThenBy(row => row)
            .Take(most),
    ];

    private static bool IsWrong(Answers answers, int row) => answers.Kind switch
    {
        LabelKind.OneClass => answers.Told[row] != answers.Classes[row],
        LabelKind.ManyClasses => Enumerable.Range(0, answers.Outputs).Any(k => answers.Is(row, k) != answers.Tells(row, k)),
        _ => answers.Error(row) != 0,
    };
}
