namespace Anneal.Data.Balance;

/// <summary>What is done about classes of different size.</summary>
public enum BalanceKind
{
    /// <summary>Nothing: every row counts the same.</summary>
    None,

    /// <summary>Rows of rare classes count more, so that all classes count the same in sum.</summary>
    ClassWeights,

    /// <summary>Rows of rare classes are drawn again until all classes have as many as the largest.</summary>
    Oversample,

    /// <summary>Rows of frequent classes are left out until all classes have as few as the rarest.</summary>
    Undersample,
}
