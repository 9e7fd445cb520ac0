namespace Anneal.Training.Trees;

/// <summary>Runs the parts of a job on some threads; each part is taken by whoever is free.</summary>
internal static class Parts
{
    /// <summary>Runs parts 0..<paramref name="count"/> and returns when all are done.</summary>
    public static void Run(int count, int threads, Action<int> part)
    {
        if (count <= 1 || threads <= 1)
        {
            for (int i = 0; i < count; i++) part(i);
            return;
        }

        int next = -1;
        Parallel.For(0, Math.Min(threads, count), _ =>
        {
            for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next)) part(i);
        });
    }

    /// <summary>Runs a job over rows in pieces of one fixed size, so that sums are cut the same way at any number of threads.</summary>
    public static void Rows(int rows, int size, int threads, Action<int, int, int> piece) =>
        Run((rows + size - 1) / size, threads, i => piece(i, i * size, Math.Min(size, rows - (i * size))));
}
