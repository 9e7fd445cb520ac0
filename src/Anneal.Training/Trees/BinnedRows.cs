using Anneal.Models.Trees;

namespace Anneal.Training.Trees;

/// <summary>Rows as bin numbers of one byte, in groups of up to eight columns whose bytes lie row by row.</summary>
/// <remarks>
/// The layout is made for histograms: a row's bins of a group are read at once, and a group's histograms (16 KiB) stay in the nearest cache. There are at
/// least two groups where there are two columns, so that two threads can share the first node of a tree.
/// </remarks>
internal sealed class BinnedRows
{
    public const int WidestGroup = 8;

    private const int RowsAtOnce = 4096;

    public BinnedRows(TreeColumns rows, ColumnBins[] bins, int threads)
    {
        Bins = bins;
        Rows = rows.Rows;
        int groups = Math.Max((bins.Length + WidestGroup - 1) / WidestGroup, Math.Min(2, bins.Length));
        Groups = new byte[groups][];
        Starts = new int[groups + 1];
        GroupOf = new byte[bins.Length][];
        for (int g = 0; g < groups; g++)
        {
            Starts[g + 1] = Starts[g] + (bins.Length / groups) + (g < bins.Length % groups ? 1 : 0);
            Groups[g] = GC.AllocateUninitializedArray<byte>(checked(rows.Rows * (Starts[g + 1] - Starts[g])), pinned: true);
            for (int c = Starts[g]; c < Starts[g + 1]; c++) GroupOf[c] = Groups[g];
        }

        Widths = new int[bins.Length];
        Offsets = new int[bins.Length];
        for (int g = 0; g < groups; g++)
        {
            for (int c = Starts[g]; c < Starts[g + 1]; c++) (Widths[c], Offsets[c]) = (Starts[g + 1] - Starts[g], c - Starts[g]);
        }

        Parts.Rows(rows.Rows, RowsAtOnce, threads, (_, first, count) =>
        {
            for (int c = 0; c < bins.Length; c++)
            {
                ReadOnlySpan<float> column = rows.Column(c).Slice(first, count);
                byte[] group = GroupOf[c];
                int width = Widths[c], at = (first * width) + Offsets[c];
                for (int i = 0; i < count; i++, at += width) group[at] = bins[c].Of(column[i]);
            }
        });
    }

    public int Rows { get; }

    public ColumnBins[] Bins { get; }

    /// <summary>[group][row, column of the group].</summary>
    public byte[][] Groups { get; }

    /// <summary>The first column of each group, and the number of columns.</summary>
    public int[] Starts { get; }

    /// <summary>The bytes that hold a column.</summary>
    public byte[][] GroupOf { get; }

    /// <summary>Bytes from a column's row to its next.</summary>
    public int[] Widths { get; }

    /// <summary>A column's place in its group.</summary>
    public int[] Offsets { get; }
}
