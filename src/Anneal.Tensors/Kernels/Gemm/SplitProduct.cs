using System.Numerics.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>A small C with a long sum, as of a linear layer behind a flattened image or the gradient of a weight over many rows: the sum is cut, not C.</summary>
/// <remarks>
/// Cutting C would make every part copy all of a long A or B, or wait until another has. Here each reads its own rows, once, and nobody else's. The
/// pieces depend on the shape alone and their results are added in order, so the bits are the same at any number of threads.
/// </remarks>
internal static unsafe class SplitProduct
{
    /// <summary>Length of a piece of the sum.</summary>
    private const int Piece = 2048;

    /// <summary>Elements of C up to which adding the pieces' results costs little.</summary>
    private const long LargestResult = 16 * 1024;

    /// <summary>The same for gradients of weights, whose sums run over rows of both operands: shorter pieces, because both are copied or read side by side.</summary>
    private const int GradientPiece = 1024, SmallGradientPiece = 512;
    private const long LargestGradient = 96 * 1024, SmallGradient = 32 * 1024;

    /// <summary>The part of C that a piece of a gradient is cut into.</summary>
    private const int BlockRows = 128, BlockColumns = 256;

    /// <summary>Elements of C that are added up by one part.</summary>
    private const int JoinGrain = 8 * 1024;

    public static bool Pays<T>(in GemmProblem<T> problem)
        where T : unmanaged =>
        typeof(T) == typeof(float) && problem.Batch == 1 && problem.PackedB is null && problem.M > 1 && problem.N > 1 && problem.K >= 4 * PieceFor(in problem);

    public static void Run(in GemmProblem<float> problem)
    {
        int m = problem.M, n = problem.N, piece = PieceFor(in problem), pieces = (problem.K + piece - 1) / piece;
        bool gradient = IsGradient(in problem);
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * (long)pieces * m * n);
        var results = (float*)lease.Pointer;
        var job = new PieceJob
        {
            A = problem.A, B = problem.B, M = m, N = n, K = problem.K, Results = results,
            Piece = piece, Rows = gradient ? Math.Min(m, BlockRows) : m, Columns = gradient ? Math.Min(n, BlockColumns) : n,
        };
        WorkerPool.For(pieces * job.Blocks, in job);
        WorkerPool.ForRange(m, Math.Max(1, JoinGrain / n), new JoinJob { C = problem.C, Ldc = problem.Ldc, M = m, N = n, Pieces = pieces, Results = results, Finish = problem.Epilogue });
    }

    /// <summary>Whether the sum runs over the rows of A and of B: dW = dYᵀ·X.</summary>
    private static bool IsGradient<T>(in GemmProblem<T> problem)
        where T : unmanaged => problem.A.RowStride == 1 && problem.A.ColumnStride != 1 && problem.B.ColumnStride == 1;

    private static int PieceFor<T>(in GemmProblem<T> problem)
        where T : unmanaged
    {
        long result = (long)problem.M * problem.N;
        if (result <= LargestResult && !IsGradient(in problem)) return Piece;
        return result > LargestGradient || !IsGradient(in problem) ? int.MaxValue / 4 : result <= SmallGradient ? SmallGradientPiece : GradientPiece;
    }

    private struct PieceJob : IJob
    {
        public MatrixView<float> A;
        public MatrixView<float> B;
        public int M;
        public int N;
        public int K;
        public int Piece;
        public int Rows;
        public int Columns;
        public float* Results;

        public readonly int Blocks => RowBlocks * ((N + Columns - 1) / Columns);

        private readonly int RowBlocks => (M + Rows - 1) / Rows;

        public readonly void Run(int index)
        {
            int piece = index / Blocks, block = index % Blocks, start = piece * Piece, row = block % RowBlocks * Rows, column = block / RowBlocks * Columns;
            float* to = Results + ((long)piece * M * N) + ((long)row * N) + column;
            Gemm.RunSerial(
                Math.Min(Rows, M - row), Math.Min(Columns, N - column), Math.Min(Piece, K - start),
                A.Moved((row * A.RowStride) + (start * A.ColumnStride)), B.Moved((start * B.RowStride) + (column * B.ColumnStride)), to, N);
        }
    }

    /// <summary>Adds the pieces' results up, row by row, and does what is asked of the sums.</summary>
    private struct JoinJob : IRangeJob
    {
        public float* C;
        public nint Ldc;
        public int M;
        public int N;
        public int Pieces;
        public float* Results;
        public Epilogue<float> Finish;

        public readonly void Run(long start, long end)
        {
            for (long row = start; row < end; row++)
            {
                float* sums = Results + (row * N);
                var z = new Span<float>(sums, N);
                for (int i = 1; i < Pieces; i++) TensorPrimitives.Add(z, new ReadOnlySpan<float>(sums + ((long)i * M * N), N), z);
                var c = new Span<float>(C + (row * Ldc), N);
                if (Finish.Accumulate) TensorPrimitives.Add(z, c, z);
                if (Finish.ColumnBias is not null) TensorPrimitives.Add(z, new ReadOnlySpan<float>(Finish.ColumnBias, N), z);
                if (Finish.RowBias is not null) TensorPrimitives.Add(z, Finish.RowBias[row], z);
                if (Finish.Activation == Activation.None) z.CopyTo(c);
                else if (Finish.Slope is not null) Activations.ForwardWithSlope(Finish.Activation, sums, C + (row * Ldc), Finish.Slope + (row * Ldc), N);
                else Activations.Forward(Finish.Activation, sums, C + (row * Ldc), N);
            }
        }
    }
}
