namespace Anneal.Data.Schemas;

/// <summary>What is known about one column.</summary>
/// <param name="Name">The header.</param>
/// <param name="Type">What its cells are.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Missing">How many cells have no value.</param>
/// <param name="Distinct">How many different values there are.</param>
/// <param name="Values">A short view of the values for a person: a range, or the most frequent ones.</param>
/// <param name="KnownValues">For a category that the model sees: the values among the training rows, sorted, unless they are too many to list.</param>
public sealed record ColumnSchema(
    string Name,
    ColumnType Type,
    ColumnRole Role,
    int Missing,
    int Distinct,
    string Values,
    IReadOnlyList<string>? KnownValues = null);
