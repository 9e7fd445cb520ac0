using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The matrix product C[m, n] = A[m, k] · B[k, n], with what follows it fused into the last store.</summary>
/// <remarks>
/// Work is cut into rectangles of C, and no sum along k is shared between threads, so the result has the same bits at any
/// number of threads. C must not overlap A or B.
/// </remarks>
internal static unsafe class Gemm
{
    /// <summary>Computes the product with the threads of the <see cref="WorkerPool"/>.</summary>
    public static void Run<T>(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* c, long ldc, in Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        var problem = new GemmProblem<T> { M = m, N = n, K = k, A = a, B = b, C = c, Ldc = (nint)ldc, Epilogue = epilogue, Batch = 1 };
        Start(ref problem, parallel: true);
    }

    /// <summary>Computes the product on the calling thread alone, for use inside jobs.</summary>
    public static void RunSerial<T>(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* c, long ldc, in Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        var problem = new GemmProblem<T> { M = m, N = n, K = k, A = a, B = b, C = c, Ldc = (nint)ldc, Epilogue = epilogue, Batch = 1 };
        Start(ref problem, parallel: false);
    }

    /// <summary>Computes <paramref name="batch"/> products of one shape. A stride of 0 uses the same matrix for all.</summary>
    /// <remarks>Biases are shared by all; <see cref="Epilogue{T}.Slope"/> moves with C.</remarks>
    public static void RunBatch<T>(
        int batch, int m, int n, int k, MatrixView<T> a, long aBatchStride, MatrixView<T> b, long bBatchStride, T* c, long ldc, long cBatchStride, in Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        var problem = new GemmProblem<T>
        {
            M = m, N = n, K = k, A = a, B = b, C = c, Ldc = (nint)ldc, Epilogue = epilogue, Batch = batch,
            ABatchStride = (nint)aBatchStride, BBatchStride = (nint)bBatchStride, CBatchStride = (nint)cBatchStride,
        };
        Start(ref problem, parallel: true);
    }

    /// <summary>Computes the product with a B that has been packed before.</summary>
    public static void Run(int m, MatrixView<float> a, PackedMatrix b, float* c, long ldc, in Epilogue<float> epilogue = default)
    {
        var problem = new GemmProblem<float>
        {
            M = m, N = b.Columns, K = b.Rows, A = a, C = c, Ldc = (nint)ldc, Epilogue = epilogue, Batch = 1, PackedB = b.Pointer,
        };
        Start(ref problem, parallel: true);
        GC.KeepAlive(b);
    }

    /// <summary>Computes the product with B = Wᵀ, whose blocks are dequantised into panels, a slab of columns at a time.</summary>
    public static void Run(int m, MatrixView<float> a, QuantizedMatrix w, float* c, long ldc, in Epilogue<float> epilogue = default)
    {
        if (m <= 0) return;
        var problem = new GemmProblem<float> { M = m, N = w.Rows, K = w.Columns, A = a, C = c, Ldc = (nint)ldc, Epilogue = epilogue, Batch = 1 };
        if (Vector512.IsHardwareAccelerated) RunBlocks<TileLanes512, Vector512<float>>(ref problem, w);
        else if (Vector256.IsHardwareAccelerated) RunBlocks<TileLanes256, Vector256<float>>(ref problem, w);
        else if (Vector128.IsHardwareAccelerated) RunBlocks<TileLanes128, Vector128<float>>(ref problem, w);
        else RunBlocks<TileLanesScalar<float>, float>(ref problem, w);
        GC.KeepAlive(w);
    }

    /// <summary>Computes the product on the calling thread alone, with a B that <see cref="PackedMatrix.Pack"/> laid out.</summary>
    public static void RunSerialPacked<T>(int m, int n, int k, MatrixView<T> a, T* packedB, T* c, long ldc, in Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        var problem = new GemmProblem<T> { M = m, N = n, K = k, A = a, C = c, Ldc = (nint)ldc, Epilogue = epilogue, Batch = 1, PackedB = packedB };
        Start(ref problem, parallel: false);
    }

    private static void Start<T>(ref GemmProblem<T> problem, bool parallel)
        where T : unmanaged
    {
        if (problem.M <= 0 || problem.N <= 0 || problem.Batch <= 0) return;
        if (typeof(T) == typeof(double))
        {
            Start<TileLanesScalar<double>, double, double>(ref Unsafe.As<GemmProblem<T>, GemmProblem<double>>(ref problem), parallel);
            return;
        }
        if (typeof(T) != typeof(float)) throw new NotSupportedException("Matrix products are for float and double, not " + typeof(T).Name + ".");
        ref GemmProblem<float> single = ref Unsafe.As<GemmProblem<T>, GemmProblem<float>>(ref problem);
        if (SplitProduct.Pays(in single))
        {
            SplitProduct.Run(in single);
            return;
        }
        if (Vector512.IsHardwareAccelerated) Start<TileLanes512, Vector512<float>, float>(ref single, parallel);
        else if (Vector256.IsHardwareAccelerated) Start<TileLanes256, Vector256<float>, float>(ref single, parallel);
        else if (Vector128.IsHardwareAccelerated) Start<TileLanes128, Vector128<float>, float>(ref single, parallel);
        else Start<TileLanesScalar<float>, float, float>(ref single, parallel);
    }

    private static void Start<TLanes, V, T>(ref GemmProblem<T> problem, bool parallel)
        where TLanes : ITileLanes<V, T>
        where V : struct
        where T : unmanaged
    {
        int threads = parallel && !GemmPlan.IsSerial(in problem) ? WorkerPool.ThreadCount : 1;
        if (GemmPlan.IsTransposedVectorProduct(in problem) && problem.M > 1)
        {
            // A column is the transpose of a row, and has the same place in memory.
            problem.Swap();
            problem.Swapped = false;
            T* columnBias = problem.Epilogue.ColumnBias;
            problem.Epilogue.ColumnBias = problem.Epilogue.RowBias;
            problem.Epilogue.RowBias = columnBias;
        }
        if (GemmPlan.IsVectorProduct(in problem))
        {
            GemmPlan.MakeVector(ref problem, threads);
            GemmProblem<T> copy = problem;
            RunAll(copy.Parts, new VectorProduct<TLanes, V, T>(&copy), threads);
            return;
        }
        if (GemmPlan.IsFewRows(in problem))
        {
            GemmPlan.MakeVector(ref problem, threads);
            GemmProblem<T> copy = problem;
            RunAll(copy.Parts, new FewRowsProduct<TLanes, V, T>(&copy), threads);
            return;
        }
        if (GemmPlan.Swaps(in problem)) problem.Swap();

        int panel = TLanes.PanelVectors * TLanes.Count;
        if (GemmPlan.PacksBoth(in problem, panel, threads))
        {
            RunPacked<TLanes, V, T>(ref problem, threads);
            return;
        }
        if (!GemmPlan.PacksOnce(in problem))
        {
            RunParts<TLanes, V, T>(ref problem, threads);
            return;
        }

        // B is copied once, a slab of columns at a time, and then shared by all parts of the slab.
        int slab = GemmPlan.SlabColumns(in problem, panel);
        using Scratch.Lease lease = Scratch.Rent((long)sizeof(T) * problem.K * Math.Min(slab, (problem.N + panel - 1) / panel * panel));
        for (int column = 0; column < problem.N; column += slab)
        {
            GemmProblem<T> part = problem.Slab(column, Math.Min(slab, problem.N - column));
            part.PackedB = (T*)lease.Pointer;
            var pack = new PackJob<T>(part.B, part.K, part.N, panel, GemmPlan.ChunkFor(part.K), part.PackedB);
            RunAll(pack.Parts, in pack, threads);
            RunParts<TLanes, V, T>(ref part, threads);
        }
    }

    /// <summary>Copies both operands once, some steps of k at a time, and shares them among all parts: none copies what another has copied.</summary>
    private static void RunPacked<TLanes, V, T>(ref GemmProblem<T> problem, int threads)
        where TLanes : ITileLanes<V, T>
        where V : struct
        where T : unmanaged
    {
        int panel = TLanes.PanelVectors * TLanes.Count, chunk = GemmPlan.ChunkFor(problem.K);
        var pack = new PackBothJob<T>
        {
            Rows = problem.M, Columns = problem.N, Chunk = chunk, RowsInStrip = TLanes.PanelRows, StripStep = TLanes.StripStep, Panel = panel,
        };
        long step = pack.PackedRows + pack.PackedColumns;
        int slab = GemmPlan.SlabSteps(in problem, sizeof(T) * step);
        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * step * slab);
        for (int start = 0; start < problem.K; start += slab)
        {
            GemmProblem<T> part = problem;
            part.K = pack.K = Math.Min(slab, problem.K - start);
            part.Chunk = chunk;
            part.Epilogue.Accumulate |= start > 0;
            pack.A = part.A.Moved(start * part.A.ColumnStride);
            pack.B = part.B.Moved(start * part.B.RowStride);
            part.PackedA = pack.TargetA = (T*)lease.Pointer;
            part.PackedB = pack.TargetB = pack.TargetA + (pack.PackedRows * part.K);
            RunAll(pack.Parts, in pack, threads);
            RunParts<TLanes, V, T>(ref part, threads);
        }
    }

    private static void RunBlocks<TLanes, V>(ref GemmProblem<float> problem, QuantizedMatrix w)
        where TLanes : ITileLanes<V, float>
        where V : struct
    {
        int threads = GemmPlan.IsSerial(in problem) ? 1 : WorkerPool.ThreadCount, panel = TLanes.PanelVectors * TLanes.Count;
        int slab = GemmPlan.SlabColumns(in problem, panel);
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * (long)problem.K * Math.Min(slab, (problem.N + panel - 1) / panel * panel));
        for (int column = 0; column < problem.N; column += slab)
        {
            GemmProblem<float> part = problem.Slab(column, Math.Min(slab, problem.N - column));
            part.PackedB = (float*)lease.Pointer;
            var pack = new BlockPackJob
            {
                Weights = w.Stored, FirstRow = column, K = part.K, Count = part.N, Panel = panel, Target = part.PackedB,
            };
            RunAll(pack.Parts, in pack, threads);
            RunParts<TLanes, V, float>(ref part, threads);
        }
    }

    private static void RunParts<TLanes, V, T>(ref GemmProblem<T> problem, int threads)
        where TLanes : ITileLanes<V, T>
        where V : struct
        where T : unmanaged
    {
        GemmPlan.Make(ref problem, TLanes.PanelRows, TLanes.PanelVectors * TLanes.Count, threads);
        GemmProblem<T> copy = problem;
        RunAll(copy.Parts, new GemmPart<TLanes, V, T>(&copy), threads);
    }

    private static void RunAll<TJob>(int parts, in TJob job, int threads)
        where TJob : unmanaged, IJob
    {
        if (threads > 1) WorkerPool.For(parts, in job);
        else for (int i = 0; i < parts; i++) job.Run(i);
    }
}
