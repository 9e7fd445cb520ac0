namespace Anneal.Data.Splits;

/// <summary>By what rows are shared out.</summary>
public enum SplitKind
{
    /// <summary>By chance, class by class when asked to.</summary>
    Random,

    /// <summary>By chance, but rows with the same value of a column stay together.</summary>
    Group,

    /// <summary>The oldest rows to learn from, the newest to test on.</summary>
    Time,

    /// <summary>By a hash of a key, so that a row keeps its part when others come or go.</summary>
    Hash,

    /// <summary>As a column says: train, valid or test.</summary>
    Column,

    /// <summary>As a file says, a word for each row or each item.</summary>
    File,

    /// <summary>The validation or test rows are files of their own.</summary>
    Parts,
}
