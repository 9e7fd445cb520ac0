using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>What the recurrent layers share: stacked layers, both directions, sequences of different lengths.</summary>
/// <remarks>
/// State, as PyTorch names it, for layer k: <c>weight_ih_l{k} [gates * hidden, in]</c>, <c>weight_hh_l{k} [gates * hidden, hidden]</c>,
/// <c>bias_ih_l{k}</c> and <c>bias_hh_l{k} [gates * hidden]</c>, and the same with <c>_reverse</c> for the way back; uniform within 1 / sqrt(hidden) at first.
/// </remarks>
public abstract class RecurrentLayer : Module
{
    private readonly Direction[] directions;
    private readonly Dropout? dropout;

    private protected RecurrentLayer(int gates, int inputs, int hidden, int layers, bool bidirectional, bool batchFirst, bool bias, double dropout, Generator? generator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        Inputs = inputs;
        Hidden = hidden;
        Layers = layers;
        IsBidirectional = bidirectional;
        IsBatchFirst = batchFirst;
        directions = new Direction[layers * (bidirectional ? 2 : 1)];
        double bound = 1 / Math.Sqrt(hidden);
        for (int i = 0; i < directions.Length; i++)
        {
            int layer = bidirectional ? i / 2 : i;
            string suffix = $"_l{layer}{(bidirectional && i % 2 == 1 ? "_reverse" : "")}";
            int width = layer == 0 ? inputs : hidden * (bidirectional ? 2 : 1);
            directions[i] = new Direction(
                Weight("weight_ih" + suffix, [gates * hidden, width]),
                Weight("weight_hh" + suffix, [gates * hidden, hidden]),
                bias ? Weight("bias_ih" + suffix, [gates * hidden]) : null,
                bias ? Weight("bias_hh" + suffix, [gates * hidden]) : null);
        }
        if (dropout > 0) this.dropout = Register("dropout", new Dropout(dropout, generator));

        Tensor Weight(string name, Shape shape) => Register(name, Initialize.Uniform(Initialize.NewWeight(shape, 0), -bound, bound, generator));
    }

    /// <summary>Features that come in at each step.</summary>
    public int Inputs { get; }

    /// <summary>Features of the state of one direction.</summary>
    public int Hidden { get; }

    /// <summary>How many layers stand on each other.</summary>
    public int Layers { get; }

    /// <summary>Whether each layer also reads the sequence from its end.</summary>
    public bool IsBidirectional { get; }

    /// <summary>Whether inputs are <c>[batch, time, in]</c> rather than <c>[time, batch, in]</c>.</summary>
    public bool IsBatchFirst { get; }

    /// <summary>States after each step: <c>[batch, time, in]</c> becomes <c>[batch, time, hidden]</c>, twice as wide if bidirectional.</summary>
    public override Tensor Forward(Tensor input) => RunAll(input, [], null).Output;

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Inputs} -> {Hidden}{(Layers > 1 ? $", {Layers} layers" : "")}{(IsBidirectional ? ", bidirectional" : "")}{(IsBatchFirst ? "" : ", time first")}";

    /// <summary>Runs all layers and directions.</summary>
    /// <param name="input">As in <see cref="Forward"/>.</param>
    /// <param name="initial">For each kind of state (one, or two for LSTM) its first values <c>[layers * directions, batch, hidden]</c>; null or left out for zeros.</param>
    /// <param name="lengths">The number of valid steps of each row, <c>[batch]</c> int64; null for all.</param>
    private protected (Tensor Output, Tensor[] Final) RunAll(Tensor input, ReadOnlySpan<Tensor?> initial, Tensor? lengths)
    {
        if (input.Rank != 3 || input.Shape[2] != Inputs)
            throw new ArgumentException($"{GetType().Name} takes {(IsBatchFirst ? $"[batch, time, {Inputs}]" : $"[time, batch, {Inputs}]")}, not {input.Shape}.");
        Tensor x = IsBatchFirst ? input.Transpose(0, 1).Contiguous() : input.Contiguous();
        int steps = x.Shape[0], batch = x.Shape[1];
        if (steps == 0) throw new ArgumentException($"{GetType().Name} needs at least one step of time: the input is {input.Shape}.");
        Shape states = [directions.Length, batch, Hidden];
        foreach (Tensor? state in initial)
            if (state is not null && !state.Shape.Equals(states)) throw new ArgumentException($"{GetType().Name} takes an initial state of shape {states}, not {state.Shape}.");
        Tensor? mask = lengths is null ? null : Mask(ref lengths, steps, batch, x.DType);

        int ways = IsBidirectional ? 2 : 1;
        var results = new Tensor[directions.Length][];
        var first = new Tensor?[2];
        for (int layer = 0; layer < Layers; layer++)
        {
            int index = layer * ways;
            for (int way = 0; way < ways; way++)
            {
                for (int i = 0; i < initial.Length; i++) first[i] = initial[i]?.Select(0, index + way);
                results[index + way] = RunOne(x, first, directions[index + way], lengths, reverse: way == 1);
            }
            x = ways == 1 ? Valid(results[index][0], mask) : Tensor.Concat([Valid(results[index][0], mask), Valid(results[index + 1][0], mask)], axis: -1);
            if (dropout is not null && layer < Layers - 1) x = dropout.Forward(x);
        }

        var final = new Tensor[results[0].Length - 1];
        for (int kind = 0; kind < final.Length; kind++)
            final[kind] = results.Length == 1 ? results[0][kind + 1].Unsqueeze(0) : Stacked(results, kind + 1);
        return (IsBatchFirst ? x.Transpose(0, 1) : x, final);
    }

    private static Tensor Valid(Tensor output, Tensor? mask) => mask is null ? output : output * mask;

    /// <summary>The same result of all directions on a new first axis.</summary>
    private static Tensor Stacked(Tensor[][] results, int kind) => Tensor.Stack([.. results.Select(r => r[kind])], axis: 0);

    /// <summary>Runs one direction of one layer over <c>[time, batch, in]</c>; returns the states of all steps, then the final states <c>[batch, hidden]</c>.</summary>
    private protected abstract Tensor[] RunOne(Tensor x, Tensor?[] initial, Direction weights, Tensor? lengths, bool reverse);

    /// <summary>1 where a step belongs to its row's sequence, else 0: <c>[time, batch, 1]</c>.</summary>
    private static Tensor Mask(ref Tensor lengths, int steps, int batch, DType dtype)
    {
        if (lengths.Rank != 1 || lengths.Shape[0] != batch) throw new ArgumentException($"Lengths must be [{batch}], one for each row, not {lengths.Shape}.");
        lengths = lengths.To(DType.Int64).Contiguous();
        ReadOnlySpan<long> values = lengths.AsReadOnlySpan<long>();
        var valid = new float[steps * batch];
        for (int row = 0; row < batch; row++)
        {
            if (values[row] < 1 || values[row] > steps) throw new ArgumentException($"Row {row} has length {values[row]}; it must be from 1 to {steps}, the number of steps.");
            for (int t = 0; t < values[row]; t++) valid[(t * batch) + row] = 1;
        }
        return Tensor.From(valid, [steps, batch, 1]).To(dtype);
    }

    /// <summary>The parameters of one direction of one layer.</summary>
    private protected readonly record struct Direction(Tensor InputWeight, Tensor RecurrentWeight, Tensor? InputBias, Tensor? RecurrentBias);
}
