using System.Numerics;

namespace Anneal.Training.Trees;

/// <summary>How the values of one column become bin numbers. Bin 0 is for rows without a value, and for categories too rare for a bin of their own.</summary>
internal sealed class ColumnBins
{
    /// <summary>Numbers that are looked at to place the cuts, at most; more would not move them visibly.</summary>
    private const int MostSampled = 1 << 18;

    /// <summary>Upper ends of the bins but the last, padded with infinity for a search of a fixed number of steps; of categories none.</summary>
    private readonly float[] cuts;
    private readonly byte[] binOfCategory;

    private ColumnBins(float[] cuts, byte[] binOfCategory, int count)
    {
        this.cuts = new float[255];
        Array.Fill(this.cuts, float.PositiveInfinity);
        cuts.CopyTo(this.cuts, 0);
        this.binOfCategory = binOfCategory;
        Count = count;
    }

    /// <summary>Bins, the one for missing values included.</summary>
    public int Count { get; }

    public bool IsCategory => binOfCategory.Length > 0;

    public int Categories => binOfCategory.Length;

    /// <summary>Places the bins.</summary>
    /// <param name="values">The column's cells.</param>
    /// <param name="categories">Its number of categories, or 0.</param>
    /// <param name="bins">Bins at most.</param>
    public static ColumnBins Fit(ReadOnlySpan<float> values, int categories, int bins) => categories > 0 ? FitCategories(values, categories, bins) : FitNumbers(values, bins);

    /// <summary>The largest number in a bin; a split behind it sends this and all below to the left.</summary>
    public float UpperEnd(int bin) => cuts[bin - 1];

    public bool IsIn(int category, ReadOnlySpan<ulong> bins) => Bits.Get(bins, binOfCategory[category]);

    public byte Of(float value)
    {
        if (float.IsNaN(value)) return 0;
        if (IsCategory)
        {
            uint category = (uint)(int)value;
            return category < (uint)binOfCategory.Length ? binOfCategory[category] : (byte)0;
        }

        // The number of cuts below the value, found in eight halvings of 255 cuts without a branch to guess.
        ref float first = ref cuts[0];
        int at = 0;
        for (int half = 128; half > 0; half >>= 1) at += System.Runtime.CompilerServices.Unsafe.Add(ref first, at + half - 1) < value ? half : 0;
        return (byte)(at + 1);
    }

    private static ColumnBins FitNumbers(ReadOnlySpan<float> values, int bins)
    {
        int step = Math.Max(1, (int)BitOperations.RoundUpToPowerOf2((uint)((values.Length + MostSampled - 1) / MostSampled)));
        float[] sorted = new float[(values.Length + step - 1) / step];
        int count = 0;
        for (int i = 0; i < values.Length; i += step)
        {
            if (!float.IsNaN(values[i])) sorted[count++] = values[i];
        }

        if (count == 0) return new ColumnBins([], [], 1);
        Span<float> present = sorted.AsSpan(0, count);
        present.Sort();
        int distinct = 1;
        for (int i = 1; i < count; i++) distinct += present[i] != present[i - 1] ? 1 : 0;

        // With few different numbers each has a bin; else bins of about equally many rows, none of which cuts a number in two.
        List<float> cuts = new(bins);
        int most = bins - 1, done = 0, end = 0;
        while (end < count)
        {
            int size = 1;
            while (end + size < count && present[end + size] == present[end]) size++;
            end += size;
            if (end == count) break;
            double share = distinct <= most ? 0 : (count - done) / (double)(most - cuts.Count);
            if (end - done < share || cuts.Count == most - 1) continue;
            float below = present[end - 1], middle = (float)(((double)below + present[end]) / 2);
            cuts.Add(middle < present[end] ? middle : below);
            done = end;
        }

        return new ColumnBins([.. cuts], [], cuts.Count + 2);
    }

    private static ColumnBins FitCategories(ReadOnlySpan<float> values, int categories, int bins)
    {
        int[] rows = new int[categories];
        foreach (float value in values)
        {
            if (!float.IsNaN(value) && (uint)(int)value < (uint)categories) rows[(int)value]++;
        }

        byte[] bin = new byte[categories];
        int next = 1;
        foreach (int category in Enumerable.Range(0, categories).Where(c => rows[c] > 0).OrderByDescending(c => rows[c]).ThenBy(c => c).Take(bins - 1)) bin[category] = (byte)next++;
        return new ColumnBins([], bin, next);
    }
}
