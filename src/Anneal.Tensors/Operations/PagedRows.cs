using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The rows of one step of generation: which sequences they belong to, where they stand in them, and where keys and values are kept. Nothing here is recorded.</summary>
internal sealed unsafe class PagedRows
{
    /// <summary>Runs of rows of one sequence, each at most <see cref="CachedAttention.RunRows"/> long.</summary>
    public required CachedRun[] Runs { get; init; }

    /// <summary>[rows]: each row's place in its sequence.</summary>
    public required int[] Positions { get; init; }

    /// <summary>What keeps the pages alive.</summary>
    public required object Owner { get; init; }

    public required int KeyHeads { get; init; }

    /// <summary>Features of a head.</summary>
    public required int Size { get; init; }

    /// <summary>How the pages keep keys and values.</summary>
    public required BlockFormat Stored { get; init; }

    /// <summary>Bytes of a page that belong to one layer: its keys, then its values.</summary>
    public long LayerInPage => 2L * KeyHeads * KeptRows.HeadBytes(Stored, Size);

    /// <summary>Keeps the keys and values of a layer and returns what the queries make of all that is kept.</summary>
    /// <param name="layer">The layer's number.</param>
    /// <param name="queries">[rows, heads * size].</param>
    /// <param name="keys">[rows, key heads * size].</param>
    /// <param name="values">[rows, key heads * size].</param>
    /// <param name="terms">Scale, cap and window.</param>
    /// <param name="distances">Added to the scores of keys so many places back, [heads, distances]; null for nothing.</param>
    /// <returns>[rows, heads * size].</returns>
    public Tensor Attend(int layer, Tensor queries, Tensor keys, Tensor values, AttentionTerms terms, Tensor? distances = null)
    {
        Tensor y = Tensor.Uninitialized(queries.Shape, queries.DType);
        fixed (CachedRun* runs = Runs)
        {
            CachedAttentionProblem<float> problem = Problem(layer, queries.Shape[1] / Size, runs);
            (problem.Scale, problem.Softcap, problem.Window) = (terms.Scale, terms.Softcap, terms.Window);
            problem.Queries = queries.Pointer<float>();
            problem.QueryStride = (nint)queries.Strides[0];
            problem.Keys = keys.Pointer<float>();
            problem.KeyStride = (nint)keys.Strides[0];
            problem.Values = values.Pointer<float>();
            problem.ValueStride = (nint)values.Strides[0];
            problem.Output = y.Pointer<float>();
            problem.Distances = distances is null ? null : distances.Pointer<float>();
            problem.DistanceCount = distances is null ? 0 : distances.Shape[1];
            CachedAttention.Run(problem);
        }
        GC.KeepAlive(queries);
        GC.KeepAlive(keys);
        GC.KeepAlive(values);
        GC.KeepAlive(distances);
        GC.KeepAlive(this);
        return y;
    }

    /// <summary>What attention is to know of the pages.</summary>
    /// <param name="layer">The layer's number.</param>
    /// <param name="heads">Heads of the queries.</param>
    /// <param name="runs"><see cref="Runs"/>, which the caller holds in place.</param>
    public CachedAttentionProblem<float> Problem(int layer, int heads, CachedRun* runs) => new()
    {
        Heads = heads, KeyHeads = KeyHeads, Size = Size, Stored = Stored, HeadBytes = KeptRows.HeadBytes(Stored, Size),
        KeysInPage = (nint)(layer * LayerInPage), ValuesInPage = (nint)((layer * LayerInPage) + (LayerInPage / 2)), Runs = runs, RunCount = Runs.Length,
    };

    /// <summary>The sequences of the rows: first row, rows, and the sequence's length with them.</summary>
    public required (int First, int Rows, int Length)[] Sequences { get; init; }

    /// <summary>Turns the heads of some of the rows [rows, slots * size] by their positions, in place.</summary>
    /// <param name="rows">What to turn.</param>
    /// <param name="turned">How many of the slots are turned, from the first on.</param>
    /// <param name="turn">How.</param>
    /// <param name="interleaved">Pairs are neighbours.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    public void Turn(Tensor rows, int turned, RotaryAngles turn, bool interleaved, int first, int count)
    {
        if (count == 0) return;
        int longest = 0;
        foreach (int position in Positions.AsSpan(first, count)) longest = Math.Max(longest, position);
        RotaryTable table = turn.Table(longest + 1, rows.DType);
        fixed (int* positions = Positions)
        {
            float* x = rows.Pointer<float>() + (first * rows.Strides[0]);
            Rotary.Run(new Rotary.Problem<float>
            {
                X = x, Y = x, Cos = table.Cos.Pointer<float>(), Sin = table.Sin.Pointer<float>(), Outer = count, Time = 1, Positions = positions + first,
                Slots = rows.Shape[1] / Size, TurnedSlots = turned, Size = Size, Turned = turn.Size, Interleaved = interleaved,
            });
        }
        GC.KeepAlive(rows);
        GC.KeepAlive(table);
    }
}
