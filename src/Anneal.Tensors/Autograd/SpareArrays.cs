namespace Anneal.Tensors.Autograd;

/// <summary>The small arrays of nodes that have run, kept for those of the next step.</summary>
internal static class SpareArrays<T>
{
    private const int LongestKept = 8;
    private const int MostKept = 4096;

    [ThreadStatic]
    private static Stack<T[]>?[]? shelves;

    /// <summary>An array of this length, all default values.</summary>
    public static T[] Rent(int length)
    {
        if (length == 0) return [];
        return length <= LongestKept && shelves?[length] is { Count: > 0 } shelf ? shelf.Pop() : new T[length];
    }

    public static void Return(T[] array)
    {
        if (array.Length is 0 or > LongestKept) return;
        Array.Clear(array);
        Stack<T[]> shelf = (shelves ??= new Stack<T[]>?[LongestKept + 1])[array.Length] ??= new Stack<T[]>();
        if (shelf.Count < MostKept) shelf.Push(array);
    }
}
