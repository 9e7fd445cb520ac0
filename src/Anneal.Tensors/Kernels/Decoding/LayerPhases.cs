using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>All layers of a decoder for a few rows, in phases of one job: at a token's pace, starting a job for each operation costs more than most of them.</summary>
internal unsafe struct LayerPhases : IPhases
{
    private const int Stages = 10;

    public StepLayer* Layers;
    public int LayerCount;

    public int Rows;

    /// <summary>Features of a row.</summary>
    public int Size;

    /// <summary>[rows, size]: the stream, and what is still to be added to it.</summary>
    public float* Residual, Added;

    /// <summary>[rows, size].</summary>
    public float* Normed;

    /// <summary>[rows, queries + keys + values], one row's three beside each other or one after another.</summary>
    public float* Projected;

    /// <summary>[rows, heads * head size].</summary>
    public float* Attended;

    /// <summary>[rows, features within].</summary>
    public float* Hidden;

    /// <summary>[rows]: what the next product takes, rounded.</summary>
    public byte* Rounded;

    /// <summary>[rows]: places in the sequences.</summary>
    public int* Positions;

    /// <summary>Bytes of a page that belong to a layer.</summary>
    public nint LayerInPage;

    /// <summary>All that stays the same from layer to layer.</summary>
    public CachedAttentionProblem<float> Attention;

    private PanelProductJob<PanelBytes> bytes;
    private PanelProductJob<PanelNibbles> nibbles;
    private bool areNibbles;

    public int Begin(int phase)
    {
        int number = phase / Stages;
        if (number == LayerCount)
        {
            RowNorm last = Layers[number - 1].AfterFeedForward;
            if (last.Exists) last.Run(Added, null, null, Added, Rows, Size);
            return -1;
        }
        ref StepLayer layer = ref Layers[number];
        switch (phase % Stages)
        {
            case 1: return Product(ref layer.Projections, Projected);
            case 2: return Attend(in layer, number);
            case 3: return Attention.RunCount * Attention.KeyHeads;
            case 5: return Product(ref layer.Output, Added);
            case 7: return Product(ref layer.Up, Hidden);
            case 9: return Product(ref layer.Down, Added);
            default:
                // A single row is prepared at once; more are worth sharing.
                if (Rows > 1) return Rows;
                Prepare(phase, 0);
                return 0;
        }
    }

    public void Run(int phase, int part)
    {
        int number = phase / Stages;
        switch (phase % Stages)
        {
            case 2:
                Keep(in Layers[number], part);
                break;
            case 3:
                int head = part % Attention.KeyHeads;
                if (Attention.RunCount == 1) Keep(in Layers[number], head);
                fixed (CachedAttentionProblem<float>* problem = &Attention) CachedAttention.RunSerial(problem, part / Attention.KeyHeads, head);
                break;
            case 0 or 4 or 6 or 8:
                Prepare(phase, part);
                break;
            default:
                if (areNibbles) nibbles.Run(part);
                else bytes.Run(part);
                break;
        }
    }

    /// <summary>Rounds a row for the product that follows, after the normalisation that stands there.</summary>
    private readonly void Prepare(int phase, int row)
    {
        int number = phase / Stages;
        ref StepLayer layer = ref Layers[number];
        switch (phase % Stages)
        {
            case 0:
                Norm(in layer.First, number == 0 ? default : Layers[number - 1].AfterFeedForward, row, isFirst: number == 0);
                Round(in layer.Projections, Normed, row);
                break;
            case 4:
                Round(in layer.Output, Attended, row);
                break;
            case 6:
                Norm(in layer.Second, in layer.AfterAttention, row, isFirst: false);
                Round(in layer.Up, Normed, row);
                break;
            default:
                Round(in layer.Down, Hidden, row);
                break;
        }
    }

    private readonly void Norm(in RowNorm norm, in RowNorm before, int row, bool isFirst)
    {
        nint at = (nint)row * Size;
        float* residual = Residual + at, added = Added + at;
        if (before.Exists) before.Run(added, null, null, added, 1, Size);
        if (isFirst) norm.Run(residual, null, null, Normed + at, 1, Size);
        else norm.Run(added, residual, residual, Normed + at, 1, Size);
    }

    private readonly void Round(in PanelSet product, float* x, int row) => RoundedRow.Round(
        x + ((nint)row * product.Columns), product.Columns, product.Format == BlockFormat.Q8_0 ? PanelBytes.Zero : PanelNibbles.Zero, Rounded + (row * RoundedRow.Bytes(product.Columns)));

    private int Product(ref PanelSet set, float* y)
    {
        PanelMatrix* matrices = set.Matrices;
        for (int m = 0; m < (set.Gated ? 1 : set.Count); y += (nint)Rows * matrices[m++].Outputs) matrices[m].Y = y;
        areNibbles = set.Format != BlockFormat.Q8_0;
        return areNibbles ? PanelGemm.Prepare(out nibbles, in set, Rounded, Rows) : PanelGemm.Prepare(out bytes, in set, Rounded, Rows);
    }

    /// <summary>Looks where the queries, keys and values of a layer lie; the parts are key heads whose rows are kept, unless attention does that on the way.</summary>
    private int Attend(in StepLayer layer, int number)
    {
        ref CachedAttentionProblem<float> p = ref Attention;
        int queries = p.Heads * p.Size, keys = p.KeyHeads * p.Size;
        bool joined = layer.Projections.Count == 1;
        p.Queries = Projected;
        p.Keys = Projected + (joined ? queries : (nint)Rows * queries);
        p.Values = p.Keys + (joined ? keys : (nint)Rows * keys);
        p.QueryStride = joined ? queries + (2 * keys) : queries;
        p.KeyStride = p.ValueStride = joined ? queries + (2 * keys) : keys;
        p.Scale = layer.Scale;
        p.Softcap = layer.Softcap;
        p.Window = layer.Window;
        p.KeysInPage = number * LayerInPage;
        p.ValuesInPage = (number * LayerInPage) + (LayerInPage / 2);
        return p.RunCount == 1 ? 0 : p.KeyHeads;
    }

    /// <summary>Normalises and turns the queries and the key of a key head, and puts key and value into their places.</summary>
    private void Keep(in StepLayer layer, int head)
    {
        ref CachedAttentionProblem<float> p = ref Attention;
        int group = p.Heads / p.KeyHeads;
        float* queries = p.Queries + ((nint)head * group * p.Size);
        float* keys = p.Keys + ((nint)head * p.Size);
        for (int row = 0; row < Rows && layer.QueryNorm.Exists; row++)
        {
            layer.QueryNorm.Run(queries + (row * p.QueryStride), null, null, queries + (row * p.QueryStride), group, p.Size);
            layer.KeyNorm.Run(keys + (row * p.KeyStride), null, null, keys + (row * p.KeyStride), 1, p.Size);
        }
        if (layer.Cos is not null)
        {
            Turn(in layer, queries, p.QueryStride, group);
            Turn(in layer, keys, p.KeyStride, 1);
        }
        fixed (CachedAttentionProblem<float>* problem = &Attention) new CacheAppend<float>(problem).Run(head, head + 1);
    }

    private readonly void Turn(in StepLayer layer, float* x, nint stride, int heads) => Rotary.RunSerial(new Rotary.Problem<float>
    {
        X = x, Y = x, Cos = layer.Cos, Sin = layer.Sin, Outer = Rows, Time = 1, Positions = Positions,
        Slots = (int)(stride / Attention.Size), TurnedSlots = heads, Size = Attention.Size, Turned = layer.Turned, Interleaved = layer.Interleaved,
    });
}
