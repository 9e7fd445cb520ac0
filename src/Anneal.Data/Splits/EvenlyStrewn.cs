namespace Anneal.Data.Splits;

/// <summary>Some of many, evenly strewn over all of them and the same each time: what a quick look takes.</summary>
public static class EvenlyStrewn
{
    /// <param name="all">All, in their order.</param>
    /// <param name="most">How many to take at most.</param>
    public static T[] Of<T>(ReadOnlySpan<T> all, int most)
    {
        var taken = new T[Math.Min(most, all.Length)];
        for (int i = 0; i < taken.Length; i++) taken[i] = all[(int)((long)i * all.Length / taken.Length)];
        return taken;
    }
}
