using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>y[n, out] = x[n, in] · Wᵀ with W in panels; several W of one format take the same x in one go.</summary>
internal static unsafe class PanelGemm
{
    private const long SerialBelow = 48 * 1024;
    private const int PartsPerThread = 6;
    private const int SmallestPart = 64;

    /// <summary>Rows of x that are multiplied at a time: rounded, they stay in a core's cache.</summary>
    private const int RowsAtOnce = 256;

    /// <param name="matrices">What to multiply with; changed on the way.</param>
    /// <param name="count">How many.</param>
    /// <param name="format">Their format.</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="gated">There are two matrices of one size: the first product, after its activation, is multiplied with the second, and takes the place of both.</param>
    public static void Run(PanelMatrix* matrices, int count, BlockFormat format, float* x, int rows, int columns, bool gated = false)
    {
        if (format == BlockFormat.Q8_0) Run<PanelBytes>(matrices, count, format, x, rows, columns, gated);
        else Run<PanelNibbles>(matrices, count, format, x, rows, columns, gated);
    }

    private static void Run<TCodes>(PanelMatrix* matrices, int count, BlockFormat format, float* x, int rows, int columns, bool gated)
        where TCodes : struct, IPanelCodes
    {
        nint step = RoundedRow.Bytes(columns);
        using Scratch.Lease lease = Scratch.Rent(step * Math.Min(rows, RowsAtOnce));
        for (int row = 0; row < rows; row += RowsAtOnce)
        {
            int some = Math.Min(RowsAtOnce, rows - row);
            WorkerPool.ForRange(some, Elementwise.RowsPerGrain(columns), new RoundJob<TCodes>(x + ((nint)row * columns), columns, lease.Pointer, step));
            var job = new PanelProductJob<TCodes>
            {
                Matrices = matrices, Count = gated ? 1 : count, Gated = gated, PanelBytes = PanelLayout.PanelBytes(format, columns), Columns = columns, X = lease.Pointer, XStep = step, Rows = some,
            };
            int parts = Share(ref job, matrices, gated);
            if (parts == 1) job.Run(0);
            else WorkerPool.For(parts, in job);
            for (int m = 0; m < count; m++) matrices[m].Y += (nint)some * matrices[m].Outputs;
        }
    }

    /// <summary>The job for a few rows that were rounded before.</summary>
    /// <param name="job">The job.</param>
    /// <param name="set">The matrices, which lie still in memory until the job is done.</param>
    /// <param name="x">The rounded rows, <see cref="RoundedRow.Bytes"/> apart.</param>
    /// <param name="rows">How many rows.</param>
    /// <returns>How many parts the job has.</returns>
    public static int Prepare<TCodes>(out PanelProductJob<TCodes> job, in PanelSet set, byte* x, int rows)
        where TCodes : struct, IPanelCodes
    {
        job = new PanelProductJob<TCodes>
        {
            Matrices = set.Matrices, Count = set.Gated ? 1 : set.Count, Gated = set.Gated, PanelBytes = PanelLayout.PanelBytes(set.Format, set.Columns), Columns = set.Columns,
            X = x, XStep = RoundedRow.Bytes(set.Columns), Rows = rows,
        };
        return Share(ref job, job.Matrices, set.Gated);
    }

    private static int Share<TCodes>(ref PanelProductJob<TCodes> job, PanelMatrix* matrices, bool gated)
        where TCodes : struct, IPanelCodes
    {
        int outputs = 0, parts = 0;
        for (int m = 0; m < job.Count; m++) outputs += matrices[m].Outputs;
        int threads = (gated ? 2L : 1L) * outputs * job.Columns * job.Rows < SerialBelow ? 1 : WorkerPool.ThreadCount;
        int part = threads == 1 ? outputs : Math.Max(SmallestPart, (outputs + (threads * PartsPerThread) - 1) / (threads * PartsPerThread));
        job.OutputsPerPart = (part + PanelProductJob<TCodes>.Wide - 1) / PanelProductJob<TCodes>.Wide * PanelProductJob<TCodes>.Wide;
        for (int m = 0; m < job.Count; m++)
        {
            matrices[m].FirstPart = parts;
            parts += (matrices[m].Outputs + job.OutputsPerPart - 1) / job.OutputsPerPart;
        }
        return parts;
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
