using Anneal.Data.Text.Tokens;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>Tells tokens from the padding behind them.</summary>
internal static class TokenMask
{
    /// <summary>How many tokens each text has, [batch] int64: padding stands at the end alone, and an empty text counts one.</summary>
    public static Tensor Lengths(Tensor tokens)
    {
        int time = tokens.Shape[1];
        using Tensor plain = tokens.To(DType.Int64).Contiguous();
        ReadOnlySpan<long> numbers = plain.AsReadOnlySpan<long>();
        long[] lengths = new long[tokens.Shape[0]];
        for (int row = 0; row < lengths.Length; row++)
        {
            int length = time;
            while (length > 1 && numbers[(row * time) + length - 1] == TextTokens.Padding) length--;
            lengths[row] = length;
        }

        return Tensor.From(lengths, [lengths.Length]);
    }

    /// <summary>1 where a token stands, 0 behind the text's end: [batch, time].</summary>
    /// <param name="lengths">From <see cref="Lengths"/>.</param>
    /// <param name="time">Places of the batch.</param>
    /// <param name="share">Whether each row's numbers add up to 1 instead.</param>
    public static Tensor Of(Tensor lengths, int time, bool share = false)
    {
        ReadOnlySpan<long> counts = lengths.AsReadOnlySpan<long>();
        float[] mask = new float[counts.Length * time];
        for (int row = 0; row < counts.Length; row++) mask.AsSpan(row * time, (int)counts[row]).Fill(share ? 1f / counts[row] : 1);
        return Tensor.From(mask, [counts.Length, time]);
    }

    /// <summary>The mean of each text's features: [batch, time, size] becomes [batch, size].</summary>
    public static Tensor Mean(Tensor features, Tensor lengths) => (features * Of(lengths, features.Shape[1], share: true).Unsqueeze(2)).Sum(1);
}
