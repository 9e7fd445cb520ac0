namespace Anneal.Data.Text.Grams;

/// <summary>Finds the texts that share most grams with another, rare grams counting most: the search that needs no model.</summary>
/// <remarks>Cosines of TF-IDF rows, over an inverted index. Texts are cleaned here as text models clean theirs.</remarks>
public sealed class NearestTexts
{
    private const int MostGrams = 500_000;

    private readonly GramFeatures features;
    private readonly int count;
    private readonly int[] starts, rows;
    private readonly float[] values;

    /// <param name="texts">The texts to search.</param>
    public NearestTexts(IReadOnlyList<string> texts)
    {
        string[] cleaned = [.. texts.Select(text => TextCleaning.Clean(text))];
        count = cleaned.Length;
        features = GramFeatures.Learn(cleaned, [.. GramDefaults.For(cleaned, MostGrams).Select(family => family with { MinimumRows = 1 })]);
        SparseMatrix matrix = features.Transform(cleaned);
        starts = new int[matrix.Width + 1];
        foreach (int column in matrix.Columns) starts[column + 1]++;
        for (int column = 0; column < matrix.Width; column++) starts[column + 1] += starts[column];
        int[] next = starts[..^1];
        rows = new int[matrix.Columns.Length];
        values = new float[matrix.Columns.Length];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<int> columns = matrix.ColumnsOf(row);
            for (int i = 0; i < columns.Length; i++)
            {
                int at = next[columns[i]]++;
                rows[at] = row;
                values[at] = matrix.ValuesOf(row)[i];
            }
        }
    }

    /// <summary>How near each text is to each question.</summary>
    /// <param name="questions">Other texts.</param>
    /// <returns>For each question a number for each text, in the texts' order; 0 where nothing is shared.</returns>
    public IEnumerable<float[]> Nearness(IReadOnlyList<string> questions)
    {
        SparseMatrix asked = features.Transform([.. questions.Select(text => TextCleaning.Clean(text))]);
        for (int question = 0; question < asked.Rows; question++)
        {
            float[] sums = new float[count];
            ReadOnlySpan<int> columns = asked.ColumnsOf(question);
            for (int i = 0; i < columns.Length; i++)
            {
                float value = asked.ValuesOf(question)[i];
                for (int at = starts[columns[i]]; at < starts[columns[i] + 1]; at++) sums[rows[at]] += value * values[at];
            }

            yield return sums;
        }
    }
}
