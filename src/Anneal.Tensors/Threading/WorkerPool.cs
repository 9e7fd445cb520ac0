using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Anneal.Tensors.Threading;

/// <summary>The threads that all kernels share: the caller and (by default) one worker for each further core.</summary>
/// <remarks>
/// Work is cut by its size alone, never by the number of threads, so that a sum is added up in the same order, and gives
/// the same bits, whatever <see cref="ThreadCount"/> is. A job that is started while another runs, or from within a
/// job, runs on its caller alone: there is no deadlock to think about. Parts are taken from both ends, by the caller from the first up and by the
/// first worker from the last down: job after job, each core gets about the same half of the rows, which often lies in its own cache still.
/// </remarks>
public static unsafe class WorkerPool
{
    /// <summary>How often an idle worker looks for work before it goes to sleep: about 50 microseconds.</summary>
    private const int SpinsBeforePark = 1_000;

    /// <summary>The most parts that a ticket can count.</summary>
    private const int MostParts = (1 << 20) - 1;

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
        /// <summary>See <see cref="Word"/>. One word, so that a late worker can't take a part of a job that is over.</summary>
        [FieldOffset(128)] public long Ticket;
        [FieldOffset(256)] public int Done;
        [FieldOffset(384)] public int Parked;
        [FieldOffset(512)] public void* Job;
        [FieldOffset(520)] public delegate*<void*, int, void> Invoke;
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
            if (count <= MostParts)
            {
                RunShared((uint)count, &copy, &InvokePart<TJob>);
                return;
            }
            int together = (count + MostParts - 1) / MostParts;
            var runs = new Runs<TJob> { Job = copy, Count = count, Together = together };
            RunShared((uint)((count + together - 1) / together), &runs, &InvokePart<Runs<TJob>>);
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

    /// <summary>More parts than a ticket can count: some at a time.</summary>
    private struct Runs<TJob> : IJob
        where TJob : unmanaged, IJob
    {
        public TJob Job;
        public int Count;
        public int Together;

        public void Run(int index)
        {
            int end = (int)Math.Min(Count, (index + 1L) * Together);
            for (int i = index * Together; i < end; i++) Job.Run(i);
        }
    }

    /// <summary>The number of a job, and which of its parts nobody has taken yet: those from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    private static long Word(uint number, uint first, uint end) => ((long)number << 40) | ((long)first << 20) | end;

    private static uint Number(long ticket) => (uint)(ticket >>> 40);

    private static void InvokePart<TJob>(void* job, int index)
        where TJob : unmanaged, IJob => ((TJob*)job)->Run(index);

    private static void RunShared(uint count, void* job, delegate*<void*, int, void> invoke)
    {
        while (workersStarted < threadCount - 1) StartWorker();

        // No part of the last job is left in the ticket, so nobody can take one before this job is open.
        board.Job = job;
        board.Invoke = invoke;
        board.Done = 0;
        uint number = (Number(board.Ticket) + 1) & 0xFFFFFF;
        Interlocked.Exchange(ref board.Ticket, Word(number, 0, count));

        if (Volatile.Read(ref board.Parked) > 0)
        {
            int sleeping = Interlocked.Exchange(ref board.Parked, 0);
            if (sleeping > 0) Wake.Release(sleeping);
        }

        TakeParts(number, upwards: true);
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
    private static void TakeParts(uint number, bool upwards)
    {
        while (true)
        {
            long ticket = Volatile.Read(ref board.Ticket);
            uint first = (uint)(ticket >>> 20) & MostParts, end = (uint)ticket & MostParts;
            void* job = board.Job;
            delegate*<void*, int, void> invoke = board.Invoke;
            if (Number(ticket) != number || first == end) return;

            // If another thread was faster, or the job changed since, the word differs and what we read is thrown away.
            if (Interlocked.CompareExchange(ref board.Ticket, upwards ? Word(number, first + 1, end) : Word(number, first, end - 1), ticket) != ticket) continue;
            int index = (int)(upwards ? first : end - 1);
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
        uint seen = Number(board.Ticket);
        new Thread(() => Work(id, seen)) { IsBackground = true, Name = "anneal-worker-" + id }.Start();
    }

    private static void Work(int id, uint seen)
    {
        insideJob = true;
        while (true)
        {
            uint number = WaitForJob(seen);
            if (id < Volatile.Read(ref threadCount)) TakeParts(number, upwards: id % 2 == 0);
            seen = number;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint WaitForJob(uint seen)
    {
        for (int i = 0; i < SpinsBeforePark; i++)
        {
            uint number = Number(Volatile.Read(ref board.Ticket));
            if (number != seen) return number;
            Thread.SpinWait(1);
        }
        while (true)
        {
            // Announce the sleep first, then look again: a job that comes in between is either seen here or wakes us.
            Interlocked.Increment(ref board.Parked);
            uint number = Number(Volatile.Read(ref board.Ticket));
            if (number == seen || !TryUnpark()) Wake.Wait();
            number = Number(Volatile.Read(ref board.Ticket));
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
