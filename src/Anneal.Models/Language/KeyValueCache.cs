using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>What a <see cref="Decoder"/> keeps of the texts of a batch: row i of the batch goes on with sequence i.</summary>
/// <param name="config">The decoder's.</param>
/// <param name="sequences">Rows of the batch.</param>
/// <param name="format">How numbers are kept: F32, F16 or Q8_0.</param>
public sealed class KeyValueCache(DecoderConfig config, int sequences = 1, BlockFormat format = BlockFormat.F32)
{
    private readonly KeyValueSequence[] rows = [.. Enumerable.Range(0, sequences).Select(_ => new KeyValueSequence(config, format))];

    /// <summary>Rows of the batch.</summary>
    public int Count => rows.Length;

    /// <summary>A row's sequence; another one may be put in its place, such as a fork of a neighbour.</summary>
    public KeyValueSequence this[int row]
    {
        get => rows[row];
        set => rows[row] = value;
    }
}
