using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>y[n, out] = x[n, in] · Wᵀ with W stored in blocks, and what follows it fused into the last store.</summary>
internal static unsafe class BlockGemm
{
    /// <summary>Rows of x from which dequantising W once, for a product of floats, pays.</summary>
    private const int GemmFromRows = 13;

    private const long SerialBelow = 48 * 1024;
    private const int PartsPerThread = 6;
    private const int SmallestPart = 64;

    /// <param name="rows">Rows of x and y, which lie one after another.</param>
    /// <param name="exact">Compute in floats throughout: for training.</param>
    public static void Run(QuantizedMatrix w, float* x, int rows, float* y, in Epilogue<float> epilogue, bool exact = false)
    {
        if (rows == 0) return;
        if (w.Format == BlockFormat.F32)
        {
            var view = new MatrixView<float>((float*)w.Pointer, 1, w.Columns);
            Gemm.Run(rows, w.Rows, w.Columns, new MatrixView<float>(x, w.Columns, 1), view, y, w.Rows, epilogue);
        }
        else if (w.PanelBytes != 0 && !exact)
        {
            var matrix = new PanelMatrix { Panels = w.Pointer, Outputs = w.Rows, Y = y, Epilogue = epilogue };
            PanelGemm.Run(&matrix, 1, w.Format, x, rows, w.Columns);
        }
        else if (exact || rows >= GemmFromRows)
        {
            Gemm.Run(rows, new MatrixView<float>(x, w.Columns, 1), w, y, w.Rows, epilogue);
        }
        else
        {
            RunRows(w, x, rows, y, epilogue);
        }
        GC.KeepAlive(w);
    }

    private static void RunRows(QuantizedMatrix w, float* x, int rows, float* y, in Epilogue<float> epilogue)
    {
        switch (w.Format)
        {
            case BlockFormat.F16 when rows == 1: Run<HalfProduct<HalfLanes>>(w, x, rows, y, epilogue); break;
            case BlockFormat.BF16 when rows == 1: Run<HalfProduct<BFloat16Lanes>>(w, x, rows, y, epilogue); break;
            case BlockFormat.F16 or BlockFormat.BF16: RunHalves(w, x, rows, y, epilogue); break;
            case BlockFormat.Q4_1: Run<BlockProduct<Q4_1>>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q5_0: Run<BlockProduct<Q5_0>>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q5_1: Run<BlockProduct<Q5_1>>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q2_K: Run<BlockProduct<Q2_K>>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q3_K: Run<BlockProduct<Q3_K>>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q4_K: Run<BlockProduct<Q4_K>>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q5_K: Run<BlockProduct<Q5_K>>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q6_K: Run<BlockProduct<Q6_K>>(w, x, rows, y, epilogue); break;
            default: throw new ArgumentOutOfRangeException(nameof(w), w.Format, "Unknown block format.");
        }
    }

    private static void Run<TProduct>(QuantizedMatrix w, float* x, int rows, float* y, in Epilogue<float> epilogue)
        where TProduct : struct, IRowProduct
    {
        long step = TProduct.PreparedBytes(w.Columns);
        using Scratch.Lease lease = Scratch.Rent(step * rows);
        for (int row = 0; row < rows; row++) TProduct.Prepare(x + ((nint)row * w.Columns), w.Columns, lease.Pointer + (row * step));
        int perPart = OutputsPerPart(w, rows);
        var job = new RowProductJob<TProduct>
        {
            Weights = w.Pointer, RowBytes = (nint)w.RowBytes, Columns = w.Columns, Outputs = w.Rows, OutputsPerPart = perPart,
            Prepared = lease.Pointer, PreparedStep = step, Rows = rows, Y = y, Epilogue = epilogue,
        };
        int parts = (w.Rows + perPart - 1) / perPart;
        if (parts == 1) job.Run(0);
        else WorkerPool.For(parts, in job);
    }

    private static void RunHalves(QuantizedMatrix w, float* x, int rows, float* y, in Epilogue<float> epilogue)
    {
        int perPart = OutputsPerPart(w, rows), parts = (w.Rows + perPart - 1) / perPart;
        var job = new HalfRowsJob { Weights = w.Stored, Outputs = w.Rows, OutputsPerPart = perPart, X = x, Rows = rows, Y = y, Epilogue = epilogue };
        if (parts == 1) job.Run(0);
        else WorkerPool.For(parts, in job);
    }

    private static int OutputsPerPart(QuantizedMatrix w, int rows)
    {
        int threads = (long)w.Rows * w.Columns * rows < SerialBelow ? 1 : WorkerPool.ThreadCount;
        return threads == 1 ? w.Rows : Math.Max(SmallestPart, (((w.Rows + (threads * PartsPerThread) - 1) / (threads * PartsPerThread)) + 15) & ~15);
    }
}
