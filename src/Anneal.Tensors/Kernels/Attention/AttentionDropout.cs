using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Weights of attention that are set to zero at random while training, and the others scaled up: which follows from seed and position, so no mask is kept.</summary>
/// <param name="Probability">The chance of a weight to be dropped; 0 for none.</param>
/// <param name="Seed">Of the random numbers.</param>
/// <param name="Position">The first random number, a multiple of 16.</param>
internal readonly record struct AttentionDropout(double Probability, ulong Seed, ulong Position)
{
    /// <summary>Random numbers that a call uses: each row's share is rounded up, so that blocks of keys start at a multiple of 16.</summary>
    public static long Numbers(int batch, int heads, int queries, int keys) => (long)batch * heads * queries * RowLength(keys);

    /// <summary>0 or 1 / (1 - probability) for the weights of one query and the keys from <paramref name="key"/> on.</summary>
    /// <param name="row">Queries before this one, over all batches and heads.</param>
    /// <param name="keys">Keys of the whole row.</param>
    /// <param name="key">The first key, a multiple of 16.</param>
    /// <param name="factors">Room for <paramref name="count"/>, rounded up to whole vectors.</param>
    /// <param name="count">How many, at most a block of keys.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Factors<L, V, T>(long row, int keys, int key, T* factors, int count)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        uint* words = stackalloc uint[AttentionProblem<T>.KeyBlock];
        Philox.Fill(Seed, Position + (ulong)((row * RowLength(keys)) + key), words, (count + 15) & ~15);
        V threshold = L.Constant(Probability * (1 << 24)), kept = L.Constant(1 / (1 - Probability));
        for (int i = 0; i < count; i += L.Count) L.Store(factors + i, L.And(L.GreaterThanOrEqual(L.LoadUpper24(words + i), threshold), kept));
    }

    private static long RowLength(int keys) => (keys + 15L) & ~15L;
}
