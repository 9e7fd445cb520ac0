using System.Runtime.InteropServices;

namespace Anneal.Tensors.Threading;

/// <summary>Runs <see cref="IPhases"/> on the threads of the <see cref="WorkerPool"/> as a single job of theirs.</summary>
/// <remarks>
/// Whoever finishes the last part of a phase prepares the next one, and the others look for it without going to sleep: between two short phases no thread
/// is woken or waited for longer than its part takes. No thread is needed either: one that comes late, or never, finds its parts done.
/// </remarks>
internal static unsafe class PhaseBoard
{
    private const int MostParts = 1 << 20;
    private const uint Over = (1 << 24) - 1;

    /// <summary>How often a waiting thread looks before it begins to give its core away.</summary>
    private const int SpinsBeforeYield = 20_000;

    /// <summary>Runs all phases and returns when the last is done.</summary>
    public static void Run<TPhases>(TPhases* phases)
        where TPhases : unmanaged, IPhases
    {
        Board board = default;
        Open(phases, &board, 0);
        WorkerPool.For(WorkerPool.ThreadCount, new Member<TPhases>(phases, &board));
    }

    private static void Open<TPhases>(TPhases* phases, Board* board, uint phase)
        where TPhases : unmanaged, IPhases
    {
        int parts = phases->Begin((int)phase);
        while (parts == 0) parts = phases->Begin((int)++phase);
        board->Parts = parts;
        board->Done = 0;
        Volatile.Write(ref board->Ticket, parts < 0 ? Word(Over, 0, 0) : Word(phase, 0, (uint)parts));
    }

    /// <summary>A phase, and which of its parts nobody has taken yet: those from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    private static long Word(uint phase, uint first, uint end) => ((long)phase << 40) | ((long)first << 20) | end;

    /// <summary>What the threads share, each hot field in a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Board
    {
        [FieldOffset(128)] public long Ticket;
        [FieldOffset(256)] public int Done;
        [FieldOffset(384)] public int Parts;
    }

    /// <summary>A thread's share: parts from the first up, or from the last down, so that what it reads lies together as long as there are two threads.</summary>
    private readonly struct Member<TPhases>(TPhases* phases, Board* board) : IJob
        where TPhases : unmanaged, IPhases
    {
        private readonly TPhases* phases = phases;
        private readonly Board* board = board;

        public void Run(int index)
        {
            try
            {
                Take(index % 2 == 0);
            }
            catch
            {
                Volatile.Write(ref board->Ticket, Word(Over, 0, 0)); // nobody may wait for what doesn't come
                throw;
            }
        }

        private void Take(bool upwards)
        {
            for (int spins = 0; ; spins++)
            {
                long ticket = Volatile.Read(ref board->Ticket);
                uint phase = (uint)(ticket >>> 40), first = (uint)(ticket >>> 20) & (MostParts - 1), end = (uint)ticket & (MostParts - 1);
                if (phase == Over) return;
                if (first == end)
                {
                    if (spins < SpinsBeforeYield) Thread.SpinWait(1);
                    else Thread.Yield();
                    continue;
                }
                if (Interlocked.CompareExchange(ref board->Ticket, upwards ? Word(phase, first + 1, end) : Word(phase, first, end - 1), ticket) != ticket) continue;
                phases->Run((int)phase, (int)(upwards ? first : end - 1));
                if (Interlocked.Increment(ref board->Done) == board->Parts) Open(phases, board, phase + 1);
                spins = 0;
            }
        }
    }
}
