namespace Anneal.Data.Splits;

/// <summary>What a row is for.</summary>
public enum SplitPart
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose by.</summary>
    Valid,

    /// <summary>Held back for the final numbers.</summary>
    Test,
}
