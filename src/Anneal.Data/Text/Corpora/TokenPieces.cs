namespace Anneal.Data.Text.Corpora;

/// <summary>Pieces of text that a language model learns from and is measured on.</summary>
public abstract class TokenPieces
{
    /// <summary>Ids of the longest piece.</summary>
    public abstract int Context { get; }

    /// <summary>Pieces in a fixed order, to measure on.</summary>
    public abstract int Count { get; }

    /// <summary>Pieces to learn from; which ones depends on the seed and the step alone.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="step">The number of the step.</param>
    /// <param name="rows">How many.</param>
    public abstract TokenBatch Draw(int seed, long step, int rows);

    /// <summary>The pieces of these numbers.</summary>
    public abstract TokenBatch Read(ReadOnlySpan<int> pieces);
}
