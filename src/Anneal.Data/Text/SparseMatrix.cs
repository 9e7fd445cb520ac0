namespace Anneal.Data.Text;

/// <summary>A matrix that is mostly zero, row by row: row r's numbers stand at <c>Starts[r]</c> to <c>Starts[r + 1]</c>.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Starts">Where each row begins, [rows + 1].</param>
/// <param name="Columns">The column of each number, ascending within a row.</param>
/// <param name="Values">The numbers.</param>
public sealed record SparseMatrix(int Rows, int Width, int[] Starts, int[] Columns, float[] Values)
{
    /// <summary>The columns of one row.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    /// <summary>The numbers of one row.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    /// <summary>Puts rows on top of each other.</summary>
    /// <param name="parts">Matrices of one width, from top to bottom.</param>
    /// <param name="width">That width.</param>
    internal static SparseMatrix Stack(IReadOnlyList<SparseMatrix> parts, int width)
    {
        int rows = parts.Sum(p => p.Rows);
        int count = checked(parts.Sum(p => p.Columns.Length));
        int[] starts = new int[rows + 1], columns = new int[count];
        float[] values = new float[count];
        int row = 0, at = 0;
        foreach (SparseMatrix part in parts)
        {
            for (int i = 0; i < part.Rows; i++) starts[row++] = at + part.Starts[i];
            part.Columns.CopyTo(columns, at);
            part.Values.CopyTo(values, at);
            at += part.Columns.Length;
        }

        starts[rows] = at;
        return new SparseMatrix(rows, width, starts, columns, values);
    }
}
