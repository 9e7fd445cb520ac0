namespace Anneal.Data.Splits;

/// <summary>Which rows are for what; each row is in one part, and each part is in the order of the table.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Valid">Rows to choose by.</param>
/// <param name="Test">Rows held back.</param>
public sealed record DataSplit(int[] Train, int[] Valid, int[] Test)
{
    /// <summary>The rows of a part.</summary>
    public int[] Of(SplitPart part) => part switch { SplitPart.Train => Train, SplitPart.Valid => Valid, _ => Test };
}
