namespace Anneal.Models.Trees;

/// <summary>Some rows as trees see them: raw numbers, column by column.</summary>
/// <remarks>A missing value is NaN. A category is its code, a whole number from 0; a category that training never met is NaN too.</remarks>
public sealed class TreeColumns
{
    /// <summary>Wraps the columns; nothing is copied.</summary>
    /// <param name="values">Cells, [column][row].</param>
    /// <param name="categories">For each column its number of categories, or 0 for a column of numbers.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public TreeColumns(float[][] values, IReadOnlyList<int> categories)
    {
        if (values.Length == 0) throw new ArgumentException("Trees need at least one column.", nameof(values));
        if (values.Length != categories.Count) throw new ArgumentException("Each column needs its number of categories.", nameof(categories));
        Rows = values[0].Length;
        if (Array.Exists(values, column => column.Length != Rows)) throw new ArgumentException("The columns differ in length.", nameof(values));
        Values = values;
        Categories = categories;
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many columns there are.</summary>
    public int Count => Values.Length;

    /// <summary>For each column its number of categories, or 0 for numbers.</summary>
    public IReadOnlyList<int> Categories { get; }

    /// <summary>The cells, [column][row].</summary>
    internal float[][] Values { get; }

    /// <summary>The cells of one column.</summary>
    public ReadOnlySpan<float> Column(int index) => Values[index];

    /// <summary>Some of the rows, copied.</summary>
    public TreeColumns Take(ReadOnlySpan<int> rows)
    {
        float[][] taken = new float[Count][];
        for (int c = 0; c < Count; c++)
        {
            float[] from = Values[c], to = taken[c] = new float[rows.Length];
            for (int i = 0; i < to.Length; i++) to[i] = from[rows[i]];
        }

        return new TreeColumns(taken, Categories);
    }
}
