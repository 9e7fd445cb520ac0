namespace Anneal.Data.Text;

/// <summary>Products of a sparse row and a dense vector. The order of the sums is fixed.</summary>
public static class SparseProduct
{
    /// <summary>The sum of the row's numbers times the vector's at their columns.</summary>
    /// <param name="columns">The row's columns, each below the vector's length.</param>
    /// <param name="values">The row's numbers.</param>
    /// <param name="vector">The dense vector.</param>
    public static float Dot(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> vector)
    {
        // Four sums, so that an addition need not wait for the one before.
        float a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i + 4 <= columns.Length; i += 4)
        {
            a += values[i] * vector[columns[i]];
            b += values[i + 1] * vector[columns[i + 1]];
            c += values[i + 2] * vector[columns[i + 2]];
            d += values[i + 3] * vector[columns[i + 3]];
        }

        for (; i < columns.Length; i++) a += values[i] * vector[columns[i]];
        return (a + b) + (c + d);
    }

    /// <summary>Adds the row's numbers times a factor to the vector.</summary>
    public static void Add(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, float factor, Span<float> vector)
    {
        if (factor == 0) return;
        for (int i = 0; i < columns.Length; i++) vector[columns[i]] += factor * values[i];
    }

    /// <summary>Adds the row's numbers times a factor and each column's own scale to the vector.</summary>
    public static void Add(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, float factor, ReadOnlySpan<float> scales, Span<float> vector)
    {
        if (factor == 0) return;
        for (int i = 0; i < columns.Length; i++) vector[columns[i]] += factor * values[i] * scales[columns[i]];
    }
}
