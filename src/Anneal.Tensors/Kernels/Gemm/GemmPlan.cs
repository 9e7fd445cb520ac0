namespace Anneal.Tensors.Kernels;

/// <summary>Decides how a product is computed: how it is cut into parts, and what is copied into panels.</summary>
/// <remarks>
/// Every element of C is one sum along k, in order, in chunks that depend on k alone. Where the parts are cut therefore
/// does not change a bit, and may depend on the number of threads.
/// </remarks>
internal static unsafe class GemmPlan
{
    /// <summary>Multiply-adds below which handing out work costs more than it saves: about a microsecond's worth.</summary>
    private const long SerialBelow = 48 * 1024;

    /// <summary>Parts for each thread: enough that one that is held up does not hold up the others.</summary>
    private const int PartsPerThread = 6;

    /// <summary>Multiply-adds below which a part is not cut any further.</summary>
    private const int SmallestPart = 96 * 1024;

    /// <summary>The largest part: its panels of B and its rows of A fit the second-level cache together.</summary>
    private const int MostRows = 480;
    private const int MostColumns = 512;

    /// <summary>Steps of k that a tile sums before it goes to C: a panel of B and a strip of A about fill the first-level cache.</summary>
    private const int LongestChunk = 384;

    /// <summary>Rows of C from which copying a B that could be read in place pays.</summary>
    private const int PackBFromRows = 96;

    /// <summary>Elements of A up to which it stays in the second-level cache while it is multiplied.</summary>
    private const int SmallA = 128 * 1024;

    /// <summary>Elements of B up to which it stays in the second-level cache as it lies in memory.</summary>
    private const int SmallB = 128 * 1024;

    /// <summary>Rows up to which a large matrix is read in place.</summary>
    private const int FewRows = 8;

    /// <summary>The shortest sum whose adding across a vector's lanes costs little.</summary>
    private const int ShortestDot = 128;

    /// <summary>Rows of C up to which turning the result round may be cheaper than transposing B.</summary>
    private const int SwapToRows = 96;

    /// <summary>Turning an element round costs about as much as transposing this many of B.</summary>
    private const int SwapCost = 8;

    /// <summary>Bytes of B that are packed at once and shared: few of them where A stays in the second-level cache, and reading it again for the next costs nothing.</summary>
    private const long SlabBytes = 8 << 20, SmallSlabBytes = 2 << 20;

    /// <summary>Bytes of A and B together that are copied at once where both are: more would leave the second-level caches before it is read.</summary>
    private const long BothBytes = 2 << 20;

    /// <summary>The smaller sides of C for which copying both operands once pays.</summary>
    private const int ManyRows = 256, FewColumns = 256;

    public static int ChunkFor(int k)
    {
        if (k <= LongestChunk) return Math.Max(8, (k + 7) & ~7);
        int chunks = (k + LongestChunk - 1) / LongestChunk;
        int chunk = (k + chunks - 1) / chunks;
        return (chunk + 7) & ~7;
    }

    public static bool IsSerial<T>(in GemmProblem<T> problem)
        where T : unmanaged => problem.MultiplyAdds < SerialBelow;

    /// <summary>Whether the product is one row times a matrix that is stored by rows or by columns.</summary>
    public static bool IsVectorProduct<T>(in GemmProblem<T> problem)
        where T : unmanaged =>
        problem.M == 1 && problem.PackedB is null && (problem.B.ColumnStride == 1 || problem.B.RowStride == 1);

    /// <summary>Whether the product is a few rows times a large matrix stored by columns, and not a batch of such.</summary>
    public static bool IsFewRows<T>(in GemmProblem<T> problem)
        where T : unmanaged =>
        problem.M is > 1 and <= FewRows && problem.Batch == 1 && problem.PackedB is null && problem.B.RowStride == 1 && problem.B.ColumnStride != 1 && problem.A.ColumnStride == 1
        && problem.K >= ShortestDot && (long)problem.N * problem.K > SmallB;

    /// <summary>Whether A is a matrix that is stored by rows or by columns and B and C one column without gaps.</summary>
    public static bool IsTransposedVectorProduct<T>(in GemmProblem<T> problem)
        where T : unmanaged =>
        problem.N == 1 && problem.Ldc == 1 && problem.PackedB is null && (problem.A.ColumnStride == 1 || problem.A.RowStride == 1);

    /// <summary>Whether to compute the transpose: B would have to be transposed for a few rows of C only, while Bᵀ can be read in place.</summary>
    public static bool Swaps<T>(in GemmProblem<T> problem)
        where T : unmanaged =>
        problem.PackedB is null && problem.B.RowStride == 1 && problem.B.ColumnStride != 1 && problem.M <= SwapToRows && problem.N > problem.M
        && problem.K >= SwapCost * problem.M;

    /// <summary>Whether B is packed as a whole first, because several parts need the same panels.</summary>
    public static bool PacksOnce<T>(in GemmProblem<T> problem)
        where T : unmanaged =>
        problem.PackedB is null && problem.M > MostRows && problem.K > 0 && (problem.Batch == 1 || problem.BBatchStride == 0) && NeedsPanels(in problem);

    /// <summary>Whether both operands are copied first, because rows of A lie side by side and the parts of several threads need the same strips and panels.</summary>
    public static bool PacksBoth<T>(in GemmProblem<T> problem, int panel, int threads)
        where T : unmanaged =>
        threads > 1 && problem.PackedB is null && !problem.Swapped && problem.Batch == 1 && problem.Epilogue.IsPlain && problem.A.RowStride == 1 && problem.A.ColumnStride != 1
        && problem.N > 2 * panel && problem.M >= ShortestDot && (problem.M >= ManyRows || problem.N <= FewColumns) && problem.K >= ShortestDot
        && sizeof(T) * ((long)problem.M + problem.N) * ChunkFor(problem.K) <= SlabBytes;

    /// <summary>Steps of k that are copied at once where both operands are: whole chunks.</summary>
    /// <param name="problem">The product.</param>
    /// <param name="stepBytes">Bytes of a step in both copies together.</param>
    public static int SlabSteps<T>(in GemmProblem<T> problem, long stepBytes)
        where T : unmanaged
    {
        int chunk = ChunkFor(problem.K);
        return (int)Math.Clamp(BothBytes / (stepBytes * chunk), 1, (problem.K + chunk - 1) / chunk) * chunk;
    }

    /// <summary>Columns of B that are packed at once: equal slabs, because each of them reads all of A.</summary>
    public static int SlabColumns<T>(in GemmProblem<T> problem, int panel)
        where T : unmanaged
    {
        long most = (long)problem.M * problem.K <= SmallA ? SmallSlabBytes : SlabBytes, slabs = ((sizeof(T) * (long)problem.N * problem.K) + most - 1) / most;
        return Even(problem.N, (int)Math.Max(1, problem.N / Math.Max(1, slabs)), panel);
    }

    /// <param name="problem">Completed by this method.</param>
    /// <param name="tileRows">Rows of a register tile.</param>
    /// <param name="panel">Columns of a register tile.</param>
    /// <param name="threads">Threads that will work on it.</param>
    public static void Make<T>(ref GemmProblem<T> problem, int tileRows, int panel, int threads)
        where T : unmanaged
    {
        if (problem.Chunk == 0) problem.Chunk = ChunkFor(problem.K);
        problem.PackB = NeedsPanels(in problem);

        // Rows of A that lie side by side are read a few at a time, from another page at each step: copying them pays from the third panel on.
        problem.PackA = problem.PackedA is null && problem.A.ColumnStride != 1 && (problem.A.RowStride != 1 || problem.N > 2 * panel);

        if (threads == 1 && problem.M <= MostRows && problem.N <= MostColumns)
        {
            // Small products are many: they get by without the divisions.
            (problem.RowsPerPart, problem.ColumnsPerPart, problem.RowParts, problem.ColumnParts) = (problem.M, problem.N, 1, 1);
            return;
        }

        int rows = Even(problem.M, MostRows, tileRows);
        int columns = Even(problem.N, MostColumns, panel);
        int wanted = threads > 1 ? threads * PartsPerThread : 1;
        while (true)
        {
            int rowParts = (problem.M + rows - 1) / rows, columnParts = (problem.N + columns - 1) / columns;
            long parts = (long)problem.Batch * rowParts * columnParts;
            long work = (long)rows * columns * problem.K;
            if (parts >= wanted || work < 2 * SmallestPart) break;

            // Columns first: parts that share columns would pack the same panels of B. In a transposed product it is the other way round,
            // and where A is copied, parts that share rows would copy the same.
            bool manyColumns = columns >= 2 * panel, manyRows = rows >= 2 * tileRows;
            if (!manyColumns && !manyRows) break;
            bool cutColumns = manyColumns && (!manyRows || (problem.PackA && problem.PackedB is not null ? columns > 8 * rows : problem.PackB && problem.PackedB is null ? columns > 2 * panel && !problem.Swapped : columns > rows));
            if (cutColumns) columns = Even(columns, (columns + 1) / 2, panel);
            else rows = Even(rows, (rows + 1) / 2, tileRows);
        }
        problem.RowsPerPart = rows;
        problem.ColumnsPerPart = columns;
        problem.RowParts = (problem.M + rows - 1) / rows;
        problem.ColumnParts = (problem.N + columns - 1) / columns;
    }

    /// <summary>Cuts one row times a matrix: into columns, a few kilobytes wide.</summary>
    public static void MakeVector<T>(ref GemmProblem<T> problem, int threads)
        where T : unmanaged
    {
        const int Widest = 1024, Narrowest = 128;
        int columns = Math.Min(problem.N, Widest);
        while (columns >= 2 * Narrowest && problem.Batch * ((problem.N + columns - 1) / columns) < threads * PartsPerThread) columns = Even(columns, (columns + 1) / 2, 64);
        problem.ColumnsPerPart = columns;
        problem.RowParts = 1;
        problem.ColumnParts = (problem.N + columns - 1) / columns;
    }

    private static bool NeedsPanels<T>(in GemmProblem<T> problem)
        where T : unmanaged =>
        problem.B.ColumnStride != 1 || (problem.M >= PackBFromRows && (long)problem.N * problem.K > SmallB);

    /// <summary>The size of equal parts of at most <paramref name="most"/>, rounded up to whole tiles.</summary>
    private static int Even(int size, int most, int tile)
    {
        int parts = Math.Max(1, (size + most - 1) / most);
        int part = (size + parts - 1) / parts;
        return Math.Max(tile, (part + tile - 1) / tile * tile);
    }
}
