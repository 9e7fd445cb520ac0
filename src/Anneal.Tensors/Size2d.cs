namespace Anneal.Tensors;

/// <summary>A height and a width, for kernels, strides and paddings. A single number means both: <c>kernel: 3</c>; a pair is given as <c>(1, 5)</c>.</summary>
/// <param name="Height">Along the rows.</param>
/// <param name="Width">Along the columns.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>The same both ways.</summary>
    public static implicit operator Size2d(int both) => new(both, both);

    /// <summary>Height first.</summary>
    public static implicit operator Size2d((int Height, int Width) pair) => new(pair.Height, pair.Width);

    /// <inheritdoc/>
    public override string ToString() => Height == Width ? $"{Height}" : $"({Height}, {Width})";
}
