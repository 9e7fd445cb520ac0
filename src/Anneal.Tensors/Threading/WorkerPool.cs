using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Anneal.Tensors.Threading;

/// <summary>The threads that all kernels share: the caller and (by default) one worker for each further core.</summary>
/// <remarks>
/// Work is cut by its size alone, never by the number of threads, so that a sum is added up in the same order, and gives
/// the same bits, whatever <see cref="ThreadCount"/> is. A job that is started while another runs, or from within a
/// job, runs on its caller alone: there is no deadlock to think about.
/// </remarks>
public static unsafe class WorkerPool
{
    /// <summary>How often an idle worker looks for work before it goes to sleep: about 50 microseconds.</summary>
    private const int SpinsBeforePark = 1_000;

    private static readonly Lock Gate = new();
    private static readonly SemaphoreSlim Wake = new(0);
    private static int threadCount = Math.Max(1, Environment.ProcessorCount);
    private static int workersStarted;
    private static Board board;
    private static ExceptionDispatchInfo? failure;

    [ThreadStatic]
    private static bool insideJob;

    /// <summary>What the threads share. Each hot field has a cache line of its own (128 bytes: lines are fetched in pairs).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 768)]
    private struct Board
    {
        /// <summary>High half: number of the job. Low half: the next part to be taken. One word, so that a late worker can't take a part of a job that is over.</summary>
        [FieldOffset(128)] public long Ticket;
        [FieldOffset(256)] public int Done;
        [FieldOffset(384)] public int Parked;
        [FieldOffset(512)] public int Count;
        [FieldOffset(520)] public void* Job;
        [FieldOffset(528)] public delegate*<void*, int, void> Invoke;
    }

    /// <summary>How many threads kernels use, the calling one included. Setting it changes speed, never results.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 1,024.</exception>
    public static int ThreadCount
    {
        get => Volatile.Read(ref threadCount);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024);
            lock (Gate) Volatile.Write(ref threadCount, value);
        }
    }

    /// <summary>Runs parts 0..<paramref name="count"/> of the job and returns when all are done.</summary>
    internal static void For<TJob>(int count, in TJob job)
        where TJob : unmanaged, IJob
    {
        if (count <= 0) return;
        TJob copy = job;
        if (count == 1 || threadCount == 1 || insideJob || !Gate.TryEnter())
        {
            for (int i = 0; i < count; i++) copy.Run(i);
            return;
        }
        try
        {
            insideJob = true;
            RunShared(count, &copy, &InvokePart<TJob>);
        }
        finally
        {
            insideJob = false;
            Gate.Exit();
        }
    }

    /// <summary>Runs the job over 0..<paramref name="length"/> in ranges of <paramref name="grain"/> elements (the last may be shorter).</summary>
    /// <param name="length">The number of elements.</param>
    /// <param name="grain">Elements in a range. Depends on the work alone; a multiple of 64 keeps vector bodies and tails where they are.</param>
    /// <param name="job">What to do with a range.</param>
    internal static void ForRange<TJob>(long length, long grain, in TJob job)
        where TJob : unmanaged, IRangeJob
    {
        if (length <= 0) return;
        if (length <= grain)
        {
            TJob copy = job;
            copy.Run(0, length);
            return;
        }
        For(checked((int)((length + grain - 1) / grain)), new Ranges<TJob> { Job = job, Length = length, Grain = grain });
    }

    private struct Ranges<TJob> : IJob
        where TJob : unmanaged, IRangeJob
    {
        public TJob Job;
        public long Length;
        public long Grain;

        public void Run(int index) => Job.Run(index * Grain, Math.Min(Length, (index + 1) * Grain));
    }

    private static void InvokePart<TJob>(void* job, int index)
        where TJob : unmanaged, IJob => ((TJob*)job)->Run(index);

    private static void RunShared(int count, void* job, delegate*<void*, int, void> invoke)
    {
        while (workersStarted < threadCount - 1) StartWorker();

        // Close the last job first. A worker that is still looking at its ticket would otherwise compare the old part number
        // with the new count, and take a part of this job before it is open.
        long last = Volatile.Read(ref board.Ticket);
        Interlocked.Exchange(ref board.Ticket, last | int.MaxValue);
        board.Count = count;
        board.Job = job;
        board.Invoke = invoke;
        board.Done = 0;
        uint number = (uint)(board.Ticket >> 32) + 1;
        Interlocked.Exchange(ref board.Ticket, (long)((ulong)number << 32));

        if (Volatile.Read(ref board.Parked) > 0)
        {
            int sleeping = Interlocked.Exchange(ref board.Parked, 0);
            if (sleeping > 0) Wake.Release(sleeping);
        }

        TakeParts(number);
        var spin = new SpinWait();
        for (int i = 0; Volatile.Read(ref board.Done) < count; i++)
        {
            // The other thread is in its last part; it may also have lost its core, so give ours away now and then.
            if (i < 20_000) Thread.SpinWait(4);
            else spin.SpinOnce(sleep1Threshold: -1);
        }

        if (Interlocked.Exchange(ref failure, null) is { } thrown) thrown.Throw();
    }

    /// <summary>Takes parts of the job with this number until none is left.</summary>
    private static void TakeParts(uint number)
    {
        while (true)
        {
            long ticket = Volatile.Read(ref board.Ticket);
            int index = (int)(uint)ticket;
            int count = board.Count;
            void* job = board.Job;
            delegate*<void*, int, void> invoke = board.Invoke;
            if ((uint)(ticket >> 32) != number || index >= count) return;

            // If another thread was faster, or the job changed since, the word differs and what we read is thrown away.
            if (Interlocked.CompareExchange(ref board.Ticket, ticket + 1, ticket) != ticket) continue;
            try
            {
                invoke(job, index);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
            Interlocked.Increment(ref board.Done);
        }
    }

    private static void StartWorker()
    {
        int id = ++workersStarted;
        uint seen = (uint)(board.Ticket >> 32);
        new Thread(() => Work(id, seen)) { IsBackground = true, Name = "anneal-worker-" + id }.Start();
    }

    private static void Work(int id, uint seen)
    {
        insideJob = true;
        while (true)
        {
            uint number = WaitForJob(seen);
            if (id < Volatile.Read(ref threadCount)) TakeParts(number);
            seen = number;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint WaitForJob(uint seen)
    {
        for (int i = 0; i < SpinsBeforePark; i++)
        {
            uint number = (uint)(Volatile.Read(ref board.Ticket) >> 32);
            if (number != seen) return number;
            Thread.SpinWait(1);
        }
        while (true)
        {
            // Announce the sleep first, then look again: a job that comes in between is either seen here or wakes us.
            Interlocked.Increment(ref board.Parked);
            uint number = (uint)(Volatile.Read(ref board.Ticket) >> 32);
            if (number == seen || !TryUnpark()) Wake.Wait();
            number = (uint)(Volatile.Read(ref board.Ticket) >> 32);
            if (number != seen) return number;
        }
    }

    /// <summary>Takes back an announced sleep; false when a caller has already paid for our waking.</summary>
    private static bool TryUnpark()
    {
        int parked = Volatile.Read(ref board.Parked);
        while (parked > 0)
        {
            int before = Interlocked.CompareExchange(ref board.Parked, parked - 1, parked);
            if (before == parked) return true;
            parked = before;
        }
        return false;
    }
}
