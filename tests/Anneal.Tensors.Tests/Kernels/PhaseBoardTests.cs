using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>Phases of one job on several threads.</summary>
public sealed unsafe class PhaseBoardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_part_runs_once_and_after_the_phases_before(int threads)
    {
        int before = WorkerPool.ThreadCount;
        WorkerPool.ThreadCount = threads;
        int* sums = stackalloc int[Counting.Phases];
        try
        {
            for (int round = 0; round < 200; round++)
            {
                new Span<int>(sums, Counting.Phases).Clear();
                var phases = new Counting { Sums = sums };
                PhaseBoard.Run(&phases);
                phases.Wrong.ShouldBe(0);
                for (int phase = 0; phase < Counting.Phases; phase++) sums[phase].ShouldBe(Counting.Parts(phase));
            }
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Fact]
    public void What_a_part_throws_comes_out_and_nobody_waits_for_the_rest()
    {
        int* sums = stackalloc int[Counting.Phases];
        new Span<int>(sums, Counting.Phases).Clear();
        var phases = new Counting { Sums = sums, Throws = 7 };
        string thrown = "";
        try
        {
            PhaseBoard.Run(&phases);
        }
        catch (InvalidOperationException e)
        {
            thrown = e.Message;
        }
        thrown.ShouldStartWith("part ");
        sums[8].ShouldBe(0);
        phases.Throws = -1;
        PhaseBoard.Run(&phases);
        sums[8].ShouldBe(Counting.Parts(8));
    }

    /// <summary>Counts the parts of each phase, every third of which has none.</summary>
    private struct Counting : IPhases
    {
        public const int Phases = 20;

        public int* Sums;
        public int Wrong, Throws;

        public static int Parts(int phase) => phase % 3 == 0 ? 0 : phase * 3;

        public int Begin(int phase) => phase == Phases ? -1 : Parts(phase);

        public void Run(int phase, int part)
        {
            if (phase == Throws) throw new InvalidOperationException("part " + part);
            int last = phase % 3 == 1 ? phase - 2 : phase - 1;
            if (last > 0 && Volatile.Read(ref Sums[last]) != Parts(last)) Interlocked.Increment(ref Wrong);
            Interlocked.Increment(ref Sums[phase]);
        }
    }
}
