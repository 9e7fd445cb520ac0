namespace Anneal.Models.Language;

/// <summary>What a <see cref="Decoder"/> keeps of the texts of a batch: row i of the batch goes on with sequence i.</summary>
/// <param name="config">The decoder's.</param>
/// <param name="sequences">Rows of the batch.</param>
public sealed class KeyValueCache(DecoderConfig config, int sequences = 1)
{
    private readonly KeyValueSequence[] rows = [.. Enumerable.Range(0, sequences).Select(_ => new KeyValueSequence(config))];

    /// <summary>Rows of the batch.</summary>
    public int Count => rows.Length;

    /// <summary>A row's sequence; another one may be put in its place, such as a fork of a neighbour.</summary>
    public KeyValueSequence this[int row]
    {
        get => rows[row];
        set => rows[row] = value;
    }
}
