namespace Anneal.Tensors.Kernels;

/// <summary>Decides how a product is cut into parts, and what is copied into panels.</summary>
internal static class GemmPlan
{
    /// <summary>Multiply-adds below which handing out work costs more than it saves: a few microseconds' worth.</summary>
    private const long SerialBelow = 64 * 1024;

    /// <summary>As many parts as this keep a handful of threads evenly busy.</summary>
    private const int PartsWanted = 16;

    private const long SmallestPart = 64 * 1024;
    private const int MostRows = 480;
    private const int MostColumns = 512;
    private const int LongestChunk = 384;

    /// <summary>Rows of C from which copying B into panels pays.</summary>
    private const int PackBFromRows = 96;

    public static int ChunkFor(int k)
    {
        int chunks = Math.Max(1, (k + LongestChunk - 1) / LongestChunk);
        int chunk = (k + chunks - 1) / chunks;
        return Math.Max(8, (chunk + 7) & ~7);
    }

    /// <param name="problem">Completed by this method.</param>
    /// <param name="tileRows">Rows of a register tile.</param>
    /// <param name="panel">Columns of a register tile.</param>
    public static void Make<T>(ref GemmProblem<T> problem, int tileRows, int panel)
        where T : unmanaged
    {
        problem.Chunk = ChunkFor(problem.K);
        problem.PackA = problem.A.RowStride != 1 && problem.A.ColumnStride != 1;
        problem.PackB = problem.B.ColumnStride != 1 || problem.M >= PackBFromRows;

        int rows = Even(problem.M, MostRows, tileRows);
        int columns = Even(problem.N, MostColumns, panel);
        while (true)
        {
            int rowParts = (problem.M + rows - 1) / rows, columnParts = (problem.N + columns - 1) / columns;
            long parts = (long)problem.Batch * rowParts * columnParts;
            long work = (long)rows * columns * problem.K;
            if (parts >= PartsWanted || work < 2 * SmallestPart) break;

            // Columns first: parts that share columns pack the same panels of B.
            if (columns >= 2 * panel && (columns > rows || columns > 4 * panel)) columns = Even(columns, (columns + 1) / 2, panel);
            else if (rows > 2 * tileRows) rows = Even(rows, (rows + 1) / 2, tileRows);
            else if (columns >= 2 * panel) columns = Even(columns, (columns + 1) / 2, panel);
            else break;
        }
        problem.RowsPerPart = rows;
        problem.ColumnsPerPart = columns;
        problem.RowParts = (problem.M + rows - 1) / rows;
        problem.ColumnParts = (problem.N + columns - 1) / columns;
    }

    public static bool IsSerial<T>(in GemmProblem<T> problem)
        where T : unmanaged => (long)problem.Batch * problem.M * problem.N * problem.K < SerialBelow;

    /// <summary>The size of equal parts of at most <paramref name="most"/>, rounded up to whole tiles.</summary>
    private static int Even(int size, int most, int tile)
    {
        int parts = Math.Max(1, (size + most - 1) / most);
        int part = (size + parts - 1) / parts;
        return Math.Max(tile, (part + tile - 1) / tile * tile);
    }
}
