namespace Anneal.Data.Text.Corpora;

/// <summary>Some pieces of text side by side.</summary>
/// <param name="Rows">Pieces.</param>
/// <param name="Time">Ids of the longest.</param>
/// <param name="Ids">The ids, <c>[rows, time]</c>.</param>
/// <param name="Next">The ids that are to be told, <c>[rows, time]</c>; <see cref="Ignored"/> where nothing is.</param>
public readonly record struct TokenBatch(int Rows, int Time, int[] Ids, int[] Next)
{
    /// <summary>Where nothing is to be told: behind a short piece, or in somebody else's words.</summary>
    public const int Ignored = -100;
}
