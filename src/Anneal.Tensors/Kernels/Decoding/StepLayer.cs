namespace Anneal.Tensors.Kernels;

/// <summary>A decoder's layer as <see cref="LayerPhases"/> computes it: all matrices in panels.</summary>
internal unsafe struct StepLayer
{
    public RowNorm First;

    /// <summary>Queries, keys and values: one matrix or three.</summary>
    public PanelSet Projections;

    /// <summary>Of each head; or nothing.</summary>
    public RowNorm QueryNorm, KeyNorm;

    /// <summary>[positions, turned / 2]; null where positions turn nothing.</summary>
    public float* Cos, Sin;

    /// <summary>Features of a head that are turned.</summary>
    public int Turned;

    /// <summary>Neighbours are turned, not halves.</summary>
    public bool Interleaved;

    public double Scale, Softcap;

    public int Window;

    public PanelSet Output;

    /// <summary>Of what attention adds; or nothing.</summary>
    public RowNorm AfterAttention;

    public RowNorm Second;

    /// <summary>What leads to the features within, with its activation.</summary>
    public PanelSet Up;

    public PanelSet Down;

    /// <summary>Of what the feed-forward part adds; or nothing.</summary>
    public RowNorm AfterFeedForward;
}
