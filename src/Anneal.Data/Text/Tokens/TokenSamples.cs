using Anneal.Data.Batches;
using Anneal.Tensors;

namespace Anneal.Data.Text.Tokens;

/// <summary>Texts as token numbers, [rows, time], padded with 0 to the longest of the batch.</summary>
/// <param name="texts">The tokens of each text.</param>
/// <param name="forgetting">Share of tokens that augmentation makes unknown, so that a network does not lean on single words.</param>
public sealed class TokenSamples(int[][] texts, double forgetting = 0) : Samples
{
    /// <inheritdoc/>
    public override int Count => texts.Length;

    /// <inheritdoc/>
    public override int LengthOf(int row) => texts[row].Length;

    /// <inheritdoc/>
    public override Tensor Read(ReadOnlySpan<int> rows, Generator? augmentation)
    {
        int time = 1;
        foreach (int row in rows) time = Math.Max(time, texts[row].Length);
        Tensor batch = Tensor.Zeros([rows.Length, time], DType.Int32);
        Span<int> tokens = batch.AsSpan<int>();
        for (int i = 0; i < rows.Length; i++) texts[rows[i]].CopyTo(tokens[(i * time)..]);
        if (augmentation is null || forgetting <= 0) return batch;

        using Tensor chances = Tensor.Rand([rows.Length, time], generator: augmentation);
        ReadOnlySpan<float> chance = chances.AsReadOnlySpan<float>();
        for (int i = 0; i < tokens.Length; i++)
            if (tokens[i] != TextTokens.Padding && chance[i] < forgetting) tokens[i] = TextTokens.Unknown;
        return batch;
    }
}
