namespace Anneal.Tensors.Kernels;

/// <summary>One call of attention: softmax(Q·Kᵀ * scale + masks)·V for each batch and head. Query head h reads key head <c>h * KeyHeads / Heads</c>.</summary>
internal unsafe struct AttentionProblem<T>
    where T : unmanaged
{
    /// <summary>Rows of a tile of scores: what a query block holds.</summary>
    public const int QueryBlock = 64;

    /// <summary>Columns of a tile of scores. Tile, keys and values of a block (32 KiB each at size 64) stay in the core's own cache.</summary>
    public const int KeyBlock = 128;

    public int Batch;
    public int Heads;
    public int KeyHeads;
    public int Queries;
    public int Keys;
    public int Size;
    public int ValueSize;
    public double Scale;

    /// <summary>Query i sees the keys up to i + Keys - Queries.</summary>
    public bool Causal;

    /// <summary>[batch, heads, queries, size].</summary>
    public HeadView<T> Q;

    /// <summary>[batch, key heads, keys, size].</summary>
    public HeadView<T> K;

    /// <summary>[batch, key heads, keys, value size].</summary>
    public HeadView<T> V;

    /// <summary>[batch, heads, queries, value size].</summary>
    public HeadView<T> Output;

    /// <summary>[batch, heads, queries]: log of the sum of exponentials of a row's scores; infinity for a row that sees nothing.</summary>
    public T* LogSumExp;

    /// <summary>[batch, keys], not zero where a key is padding; or null.</summary>
    public byte* Padding;

    /// <summary>[batch, heads, queries, keys], added to the scores; or null. Strides may be 0.</summary>
    public HeadView<T> Added;

    /// <summary>[batch, heads, queries, keys], not zero where a key must not be seen; or null. Strides may be 0.</summary>
    public HeadView<byte> Hidden;

    public AttentionDropout Dropout;

    /// <summary>How many of the last keys a query sees, its own included; 0 for all.</summary>
    public int Window;

    /// <summary>Scores s become cap * tanh(s / cap) before the masks; 0 for none.</summary>
    public double Softcap;

    public readonly bool IsMasked => Padding is not null || Added.Data is not null || Hidden.Data is not null || Window > 0 || Softcap > 0;

    /// <summary>How many of the keys from <paramref name="key"/> on, at most <paramref name="most"/>, lie too far back for this query.</summary>
    public readonly int Passed(int query, int key, int most) =>
        Window > 0 ? Math.Clamp(query + Keys - Queries + 1 - Window - key, 0, most) : 0;

    /// <summary>How many of the keys from <paramref name="key"/> on, at most <paramref name="most"/>, this query may see by the order of time.</summary>
    public readonly int Visible(int query, int key, int most) =>
        Causal ? Math.Clamp(query + Keys - Queries + 1 - key, 0, most) : most;
}
