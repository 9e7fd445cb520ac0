using System.Runtime.InteropServices;

namespace Anneal.Training.Trees;

/// <summary>The two derivatives of every row as whole numbers in one 64-bit word: the first above, the second below.</summary>
/// <remarks>
/// Sums of whole numbers are exact, so a histogram is the same, bit for bit, in whatever order rows are added and whoever adds them, a difference of two
/// histograms has no rounding, and one addition serves both derivatives. The scales are the largest powers of two for which no sum over rows can
/// overflow: a million rows leave about a thousand steps for the mean derivative, far finer than the noise of the rows themselves.
/// </remarks>
internal sealed class GradientPairs(int rows, int threads)
{
    private const int RowsAtOnce = 4096;

    private readonly double[] slopeSums = new double[(rows + RowsAtOnce - 1) / RowsAtOnce];
    private readonly double[] curvatureSums = new double[(rows + RowsAtOnce - 1) / RowsAtOnce];

    public long[] Words { get; } = GC.AllocateUninitializedArray<long>(rows, pinned: true);

    /// <summary>Units of the word's upper half in 1.</summary>
    public double SlopeScale { get; private set; }

    /// <summary>Units of the word's lower half in 1.</summary>
    public double CurvatureScale { get; private set; }

    public static double Slope(long word) => (int)(word >> 32);

    public static double Curvature(long word) => (uint)word;

    /// <summary>Takes the derivatives of all rows at their present scores.</summary>
    public void Fill(TreeLoss loss, float[] scores, float[]? weights, int output)
    {
        // First as two floats in the place of each word, then, when the sums are known, as whole numbers.
        Parts.Rows(rows, RowsAtOnce, threads, (piece, first, count) =>
        {
            Span<float> slopes = stackalloc float[RowsAtOnce], curvatures = stackalloc float[RowsAtOnce];
            slopes = slopes[..count];
            curvatures = curvatures[..count];
            loss.Derive(scores, output, first, slopes, curvatures);
            Span<float> pairs = MemoryMarshal.Cast<long, float>(Words.AsSpan(first, count));
            double slopeSum = 0, curvatureSum = 0;
            for (int i = 0; i < count; i++)
            {
                float weight = weights is null ? 1 : weights[first + i], slope = weight * slopes[i], curvature = weight * curvatures[i];
                (pairs[2 * i], pairs[(2 * i) + 1]) = (slope, curvature);
                slopeSum += Math.Abs(slope);
                curvatureSum += curvature;
            }

            (slopeSums[piece], curvatureSums[piece]) = (slopeSum, curvatureSum);
        });

        SlopeScale = Scale(slopeSums.Sum(), 30);
        CurvatureScale = Scale(curvatureSums.Sum(), 31);
        float slopeScale = (float)SlopeScale, curvatureScale = (float)CurvatureScale;
        Parts.Rows(rows, RowsAtOnce, threads, (_, first, count) =>
        {
            Span<long> words = Words.AsSpan(first, count);
            Span<float> pairs = MemoryMarshal.Cast<long, float>(words);
            for (int i = 0; i < count; i++)
                words[i] = ((long)MathF.Round(pairs[2 * i] * slopeScale) << 32) + (long)MathF.Round(pairs[(2 * i) + 1] * curvatureScale);
        });
    }

    /// <summary>The largest power of two that keeps the sum, and what rounding adds to it, below 2 to the power of <paramref name="bits"/>.</summary>
    private static double Scale(double sum, int bits) => sum > 0 ? Math.ScaleB(1, Math.Clamp(bits - 1 - Math.ILogB(sum), -100, 100)) : 1;
}
