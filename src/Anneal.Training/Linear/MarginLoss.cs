namespace Anneal.Training.Linear;

/// <summary>What a linear classifier pays for a row at a margin m, the score times +1 or -1.</summary>
internal enum MarginLoss
{
    /// <summary>ln(1 + exp(-m)): logistic regression.</summary>
    Logistic,

    /// <summary>max(0, 1 - m)^2: a support vector machine.</summary>
    SquaredHinge,
}
