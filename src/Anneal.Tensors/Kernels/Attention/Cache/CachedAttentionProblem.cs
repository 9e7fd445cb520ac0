namespace Anneal.Tensors.Kernels;

/// <summary>Queries of new tokens against the keys and values that their sequences have kept in pages.</summary>
/// <remarks>
/// A page holds <see cref="PageTokens"/> tokens of every layer. A key head's keys lie there turned, [size, page tokens]: one
/// feature of many tokens side by side, so that many scores are summed up at once and a page is read as it lies. Its
/// values lie as [page tokens, size].
/// </remarks>
internal unsafe struct CachedAttentionProblem<T>
    where T : unmanaged
{
    public const int PageTokens = 128;

    public int Heads;
    public int KeyHeads;
    public int Size;
    public double Scale;

    /// <summary>Scores s become cap * tanh(s / cap); 0 for none.</summary>
    public double Softcap;

    /// <summary>How many of the last tokens a query sees, itself included; 0 for all.</summary>
    public int Window;

    /// <summary>[rows, heads * size], the rows <see cref="QueryStride"/> apart.</summary>
    public T* Queries;
    public nint QueryStride;

    /// <summary>[rows, key heads * size].</summary>
    public T* Keys;
    public nint KeyStride;

    /// <summary>[rows, key heads * size].</summary>
    public T* Values;
    public nint ValueStride;

    /// <summary>[rows, heads * size].</summary>
    public T* Output;

    /// <summary>How pages keep numbers, where that is not <typeparamref name="T"/>.</summary>
    public BlockFormat Stored;

    /// <summary>Bytes of a head's keys in a page, or of its values.</summary>
    public nint HeadBytes;

    /// <summary>Bytes from a page's start to this layer's keys, and to its values.</summary>
    public nint KeysInPage;
    public nint ValuesInPage;

    /// <summary>[heads, distances], added to the scores of keys so many places back; or null.</summary>
    public T* Distances;

    /// <summary>How many distances a head has.</summary>
    public int DistanceCount;

    public CachedRun* Runs;
    public int RunCount;
}

/// <summary>Rows of one sequence that follow each other.</summary>
internal unsafe struct CachedRun
{
    /// <summary>The sequence's pages.</summary>
    public void** Pages;

    public int FirstRow;
    public int Rows;

    /// <summary>The first row's place in its sequence: it sees the keys from there back, its own included.</summary>
    public int FirstPosition;
}
