using System.Numerics.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>A small C with a very long sum, as of a linear layer behind a flattened image: the sum is cut, not C.</summary>
/// <remarks>
/// Cutting C would make every part copy all of a long B. The pieces depend on k alone and their results are added in
/// order, so the bits are the same at any number of threads.
/// </remarks>
internal static unsafe class SplitProduct
{
    /// <summary>Length of a piece of the sum.</summary>
    private const int Piece = 2048;

    /// <summary>Elements of C up to which adding the pieces' results costs little.</summary>
    private const long LargestResult = 16 * 1024;

    public static bool Pays<T>(in GemmProblem<T> problem)
        where T : unmanaged =>
        typeof(T) == typeof(float) && problem.Batch == 1 && problem.PackedB is null && problem.K >= 4 * Piece && problem.M > 1 && problem.N > 1
        && (long)problem.M * problem.N <= LargestResult;

    public static void Run(in GemmProblem<float> problem)
    {
        int m = problem.M, n = problem.N, pieces = (problem.K + Piece - 1) / Piece;
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * (long)pieces * m * n);
        var results = (float*)lease.Pointer;
        WorkerPool.For(pieces, new PieceJob { A = problem.A, B = problem.B, M = m, N = n, K = problem.K, Results = results });

        var sum = new Span<float>(results, m * n);
        for (int i = 1; i < pieces; i++) TensorPrimitives.Add(sum, new ReadOnlySpan<float>(results + ((long)i * m * n), m * n), sum);
        Epilogue<float> finish = problem.Epilogue;
        for (int row = 0; row < m; row++)
        {
            Span<float> z = sum.Slice(row * n, n);
            var c = new Span<float>(problem.C + (row * problem.Ldc), n);
            if (finish.Accumulate) TensorPrimitives.Add(z, c, z);
            if (finish.ColumnBias is not null) TensorPrimitives.Add(z, new ReadOnlySpan<float>(finish.ColumnBias, n), z);
            if (finish.RowBias is not null) TensorPrimitives.Add(z, finish.RowBias[row], z);
            if (finish.PreActivation is not null) z.CopyTo(new Span<float>(finish.PreActivation + (row * problem.Ldc), n));
            if (finish.Activation == Activation.None) z.CopyTo(c);
            else Activations.Forward(finish.Activation, results + ((long)row * n), problem.C + (row * problem.Ldc), n);
        }
    }

    private struct PieceJob : IJob
    {
        public MatrixView<float> A;
        public MatrixView<float> B;
        public int M;
        public int N;
        public int K;
        public float* Results;

        public readonly void Run(int index)
        {
            int start = index * Piece;
            Gemm.RunSerial(M, N, Math.Min(Piece, K - start), A.Moved(start * A.ColumnStride), B.Moved(start * B.RowStride), Results + ((long)index * M * N), N);
        }
    }
}
