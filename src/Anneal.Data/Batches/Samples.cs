using Anneal.Tensors;

namespace Anneal.Data.Batches;

/// <summary>What a network sees of some rows, read batch by batch.</summary>
public abstract class Samples
{
    /// <summary>How many rows there are.</summary>
    public abstract int Count { get; }

    /// <summary>The input of some rows as one tensor: [rows, features], token numbers [rows, time] padded with 0, or pixels [rows, channels, height, width].</summary>
    /// <param name="rows">Which rows, by their place here.</param>
    /// <param name="augmentation">Draws random changes (a flip, a shift) where the samples know any; null leaves the rows as they are.</param>
    public abstract Tensor Read(ReadOnlySpan<int> rows, Generator? augmentation);

    /// <summary>Above 0, rows are learnt mixed with one another in pairs: the parameter of the Beta distribution that shares are drawn from.</summary>
    public virtual double Mixup => 0;

    /// <summary>How much work a row is, to put rows of like length into one batch; all rows are alike unless overridden.</summary>
    public virtual int LengthOf(int row) => 1;
}
