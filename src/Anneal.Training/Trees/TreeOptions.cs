namespace Anneal.Training.Trees;

/// <summary>How boosted trees are fitted.</summary>
/// <remarks>The defaults are a sound start for a table of some thousand rows; <see cref="Rounds"/> is meant to be cut short by the validation rows.</remarks>
public sealed record TreeOptions
{
    /// <summary>Trees (for each output) at most.</summary>
    public int Rounds { get; init; } = 1000;

    /// <summary>Rounds without a better validation loss after which it stops.</summary>
    public int Patience { get; init; } = 50;

    /// <summary>Share of a tree's answer that is added.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Leaves of a tree at most.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Splits from the root to a leaf at most.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>Whether the leaf that gains most is split next, rather than all leaves of a depth at once.</summary>
    public bool BestFirst { get; init; } = true;

    /// <summary>Bins of a column at most, the one for missing values included: 2 to 256.</summary>
    public int Bins { get; init; } = 256;

    /// <summary>Smallest sum of second derivatives in a leaf (of rows, for squared error).</summary>
    public double MinChildWeight { get; init; } = 1;

    /// <summary>Smallest gain of a split.</summary>
    public double MinGain { get; init; }

    /// <summary>Penalty on the squares of the leaves' answers.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Weight of a prior at the node's own slope when categories are put in order (Fisher, "On grouping for maximum homogeneity", 1958).</summary>
    public double CategorySmoothing { get; init; } = 10;

    /// <summary>Further <see cref="L2"/> for splits by a set of more than a few categories, which overfit easily.</summary>
    public double CategoryL2 { get; init; } = 10;

    /// <summary>Share of the rows that each tree sees.</summary>
    public double RowShare { get; init; } = 1;

    /// <summary>Share of the columns that each tree sees.</summary>
    public double ColumnShare { get; init; } = 1;

    /// <summary>Share of the tree's columns that each node may split by.</summary>
    public double NodeColumnShare { get; init; } = 1;

    /// <summary>For each column 1 where the answer may only rise with its number, -1 where it may only fall, 0 where it is free; null leaves all free.</summary>
    public IReadOnlyList<int>? Monotone { get; init; }

    /// <summary>Seed of the shares.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; the trees are the same, bit for bit, for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
