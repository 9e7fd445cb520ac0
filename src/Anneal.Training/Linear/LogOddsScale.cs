using Anneal.Data.Text;

namespace Anneal.Training.Linear;

/// <summary>How strongly each column tells a class from the rest, counted as naive Bayes does: columns that tell much get weight cheaply.</summary>
/// <remarks>Wang and Manning, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification", 2012. The sign is left to the weights.</remarks>
internal static class LogOddsScale
{
    /// <summary>|ln| of the ratio of a column's share among the rows of the class and its share among the others, smoothed by one row each.</summary>
    /// <param name="rows">Rows; a column counts where its number is not zero.</param>
    /// <param name="positive">Which rows are of the class.</param>
    public static float[] Of(SparseMatrix rows, bool[] positive)
    {
        int[] inside = new int[rows.Width], outside = new int[rows.Width];
        long allInside = rows.Width, allOutside = rows.Width;
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<int> columns = rows.ColumnsOf(row);
            int[] counts = positive[row] ? inside : outside;
            foreach (int column in columns) counts[column]++;
            if (positive[row]) allInside += columns.Length;
            else allOutside += columns.Length;
        }

        double shift = Math.Log((double)allOutside / allInside);
        float[] scales = new float[rows.Width];
        for (int i = 0; i < scales.Length; i++) scales[i] = (float)Math.Abs(Math.Log((inside[i] + 1.0) / (outside[i] + 1.0)) + shift);
        return scales;
    }
}
