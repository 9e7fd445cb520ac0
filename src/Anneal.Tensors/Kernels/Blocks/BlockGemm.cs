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

    /// <summary>Rows of x that are multiplied at a time: rounded, they stay in a core's cache.</summary>
    private const int RowsAtOnce = 256;

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
        else if (exact || (rows >= GemmFromRows && w.PanelBytes == 0))
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
            case BlockFormat.F16: Run<HalfProduct<HalfLanes>>(w, x, rows, y, epilogue); break;
            case BlockFormat.BF16: Run<HalfProduct<BFloat16Lanes>>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q8_0: RunPanels<PanelBytes>(w, x, rows, y, epilogue); break;
            case BlockFormat.Q4_0: RunPanels<PanelNibbles>(w, x, rows, y, epilogue); break;
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

    private static void RunPanels<TCodes>(QuantizedMatrix w, float* x, int rows, float* y, in Epilogue<float> epilogue)
        where TCodes : struct, IPanelCodes
    {
        nint step = RoundedRow.Bytes(w.Columns);
        using Scratch.Lease lease = Scratch.Rent(step * Math.Min(rows, RowsAtOnce));
        for (int row = 0; row < rows; row += RowsAtOnce, x += (nint)RowsAtOnce * w.Columns, y += (nint)RowsAtOnce * w.Rows)
        {
            int count = Math.Min(RowsAtOnce, rows - row), perPart = OutputsPerPart(w, count);
            WorkerPool.ForRange(count, Elementwise.RowsPerGrain(w.Columns), new RoundJob<TCodes>(x, w.Columns, lease.Pointer, step));
            var job = new PanelProductJob<TCodes>
            {
                Panels = w.Pointer, PanelBytes = w.PanelBytes, Columns = w.Columns, Outputs = w.Rows, OutputsPerPart = perPart, X = lease.Pointer, XStep = step, Rows = count, Y = y, Epilogue = epilogue,
            };
            int parts = (w.Rows + perPart - 1) / perPart;
            if (parts == 1) job.Run(0);
            else WorkerPool.For(parts, in job);
        }
    }

    private static int OutputsPerPart(QuantizedMatrix w, int rows)
    {
        int threads = (long)w.Rows * w.Columns * rows < SerialBelow ? 1 : WorkerPool.ThreadCount;
        return threads == 1 ? (w.Rows + 15) & ~15 : Math.Max(SmallestPart, (((w.Rows + (threads * PartsPerThread) - 1) / (threads * PartsPerThread)) + 15) & ~15);
    }

    private readonly struct RoundJob<TCodes>(float* x, int columns, byte* to, nint step) : IRangeJob
        where TCodes : struct, IPanelCodes
    {
        private readonly float* x = x;
        private readonly byte* to = to;

        public void Run(long start, long end)
        {
            for (long row = start; row < end; row++) RoundedRow.Round(x + (row * columns), columns, TCodes.Zero, to + (row * step));
        }
    }
}
