namespace Anneal.Data.Text.Corpora;

/// <summary>A conversation as ids.</summary>
/// <param name="Ids">What is read.</param>
/// <param name="Next">What is to be told behind each of them; <see cref="TokenBatch.Ignored"/> where nothing is.</param>
public readonly record struct TokenRow(int[] Ids, int[] Next)
{
    /// <summary>How many tokens are to be told.</summary>
    public int Told => Next.Count(id => id != TokenBatch.Ignored);
}
