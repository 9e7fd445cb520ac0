using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Rows of tokens of different lengths, filled up behind their ends to one length.</summary>
public sealed class TokenRows
{
    private readonly IReadOnlyList<int[]> rows;
    private readonly int time;

    private TokenRows(IReadOnlyList<int[]> rows)
    {
        this.rows = rows;
        time = Math.Max(1, rows.Max(row => row.Length));
        Tokens = rows.Sum(row => (long)row.Length);
    }

    /// <summary>Tokens of all rows, padding not counted.</summary>
    public long Tokens { get; }

    /// <summary>The rows of a batch, at least one.</summary>
    public static TokenRows Of(IReadOnlyList<int[]> rows) => new(rows);

    /// <summary>The ids, <c>[rows, time]</c> in int64.</summary>
    /// <param name="fill">What stands behind a row's end.</param>
    public Tensor Ids(int fill)
    {
        long[] ids = new long[rows.Count * time];
        Array.Fill(ids, fill);
        for (int row = 0; row < rows.Count; row++)
            for (int at = 0; at < rows[row].Length; at++) ids[(row * time) + at] = rows[row][at];
        return Tensor.From(ids, [rows.Count, time]);
    }

    /// <summary>Where padding stands, bool <c>[rows, time]</c>; null where none does.</summary>
    public Tensor? Padding()
    {
        if (Tokens == (long)rows.Count * time) return null;
        bool[] padding = new bool[rows.Count * time];
        for (int row = 0; row < rows.Count; row++) padding.AsSpan((row * time) + rows[row].Length, time - rows[row].Length).Fill(true);
        return Tensor.From(padding, [rows.Count, time]);
    }
}
