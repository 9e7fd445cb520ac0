using Anneal.Data.Schemas;

namespace Anneal.Data.Balance;

/// <summary>Training rows after balancing.</summary>
/// <param name="Train">The rows, in the order of the table; one may stand there several times.</param>
/// <param name="Weights">How much each counts, mean 1; null when all count the same.</param>
public sealed record BalancedRows(int[] Train, float[]? Weights)
{
    /// <summary>Balances training rows; those of the other parts stay as the world is.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="labels">The labels of the whole table; other labels than single classes are left as they are.</param>
    /// <param name="kind">How.</param>
    /// <param name="seed">Decides which rows are drawn.</param>
    public static BalancedRows Of(int[] train, Labels labels, BalanceKind kind, int seed)
    {
        if (kind == BalanceKind.None || labels.Kind != LabelKind.OneClass) return new BalancedRows(train, Weights: null);
        int[][] groups = [.. train.GroupBy(row => labels.Classes[row]).OrderBy(g => g.Key).Select(g => g.ToArray())];
        return kind switch
        {
            BalanceKind.ClassWeights => new BalancedRows(train, ClassWeights.Of(train, labels)),
            BalanceKind.Oversample => new BalancedRows(Resampling.Over(groups, (ulong)seed), Weights: null),
            _ => new BalancedRows(Resampling.Under(groups, (ulong)seed), Weights: null),
        };
    }
}
