namespace Anneal.Data.Tabular;

/// <summary>What a missing cell becomes.</summary>
public enum MissingFill
{
    /// <summary>The middle value of the training rows; for a category a value of its own.</summary>
    Median,

    /// <summary>The mean of the training rows; for a category a value of its own.</summary>
    Mean,

    /// <summary>The value that most training rows have.</summary>
    MostFrequent,

    /// <summary>A value that the user gave.</summary>
    Constant,
}

/// <summary>How numbers are brought to like size.</summary>
public enum Scaling
{
    /// <summary>Mean 0 and deviation 1.</summary>
    Standard,

    /// <summary>From 0 to 1.</summary>
    MinMax,

    /// <summary>By their rank among the training rows, spread evenly, with mean 0 and deviation 1: outliers and long tails lose their weight.</summary>
    Quantile,

    /// <summary>As they are.</summary>
    None,
}

/// <summary>How one column is prepared for linear models and networks; trees look at raw values.</summary>
/// <param name="Missing">What a missing cell becomes.</param>
/// <param name="Constant">For <see cref="MissingFill.Constant"/> the value.</param>
/// <param name="ClipLow">The share of training rows below which a number is raised to that quantile, 0 to below 0.5; null for none.</param>
/// <param name="ClipHigh">The share above which it is lowered, above 0.5 to 1; null for none.</param>
/// <param name="Scale">How numbers are brought to like size.</param>
public sealed record ColumnPreparation(
    MissingFill Missing = MissingFill.Median,
    string? Constant = null,
    double? ClipLow = null,
    double? ClipHigh = null,
    Scaling Scale = Scaling.Standard);

/// <summary>How a table's columns are prepared.</summary>
/// <param name="Usual">Every column that is not named.</param>
/// <param name="Columns">Columns that are prepared in a way of their own.</param>
public sealed record TablePreparation(ColumnPreparation Usual, IReadOnlyDictionary<string, ColumnPreparation> Columns)
{
    /// <summary>The way of a column.</summary>
    public ColumnPreparation For(string column) => Columns.GetValueOrDefault(column) ?? Usual;
}
