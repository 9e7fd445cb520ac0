using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>What an <see cref="EncoderDecoder"/> keeps while it writes: the keys and values of what it has read, and of what it has written.</summary>
public sealed class EncoderDecoderState
{
    private readonly (Tensor Keys, Tensor Values)[] memory;
    private readonly int[] origins;

    internal EncoderDecoderState((Tensor Keys, Tensor Values)[] memory, Tensor? padding, KeyValueSequence[] sequences)
        : this(memory, padding, sequences, [.. Enumerable.Range(0, sequences.Length)])
    {
    }

    private EncoderDecoderState((Tensor Keys, Tensor Values)[] memory, Tensor? padding, KeyValueSequence[] sequences, int[] origins) =>
        (this.memory, Padding, Sequences, this.origins) = (memory, padding, sequences, origins);

    /// <summary>Tokens written so far, in each row.</summary>
    public int Length => Sequences[0].Length;

    /// <summary>Rows of the batch.</summary>
    public int Count => Sequences.Length;

    internal Tensor? Padding { get; }

    internal KeyValueSequence[] Sequences { get; }

    /// <summary>Rows of this state, in any order and any number, as a state of their own.</summary>
    public EncoderDecoderState Select(ReadOnlySpan<int> rows)
    {
        var chosen = new KeyValueSequence[rows.Length];
        for (int i = 0; i < chosen.Length; i++) chosen[i] = Sequences[rows[i]].Fork();
        return Chosen(rows, chosen);
    }

    /// <summary>As <see cref="Select"/>, but this state is used up: what goes on in one row is not copied, and what goes on in none is given back.</summary>
    internal EncoderDecoderState Move(ReadOnlySpan<int> rows)
    {
        var taken = new bool[Count];
        var chosen = new KeyValueSequence[rows.Length];

        // All forks first: a sequence that has moved on can't be forked from any more.
        for (int i = rows.Length - 1; i >= 0; i--) chosen[i] = rows[..i].Contains(rows[i]) ? Sequences[rows[i]].Fork() : Sequences[rows[i]];
        foreach (int row in rows) taken[row] = true;
        for (int row = 0; row < taken.Length; row++)
            if (!taken[row]) Sequences[row].Truncate(0);
        EncoderDecoderState next = Chosen(rows, chosen);
        if (ReferenceEquals(next.memory, memory)) return next;
        foreach ((Tensor keys, Tensor values) in memory)
        {
            keys.Dispose();
            values.Dispose();
        }
        return next;
    }

    internal (Tensor Keys, Tensor Values) Memory(int layer) => memory[layer];

    private EncoderDecoderState Chosen(ReadOnlySpan<int> rows, KeyValueSequence[] chosen)
    {
        var from = new int[rows.Length];
        for (int i = 0; i < from.Length; i++) from[i] = origins[rows[i]];

        // Beginnings of one answer have read the same: most often the rows' memories stay as they are.
        if (from.AsSpan().SequenceEqual(origins)) return new EncoderDecoderState(memory, Padding, chosen, origins);
        using var noGradients = Gradients.NoGrad();
        Tensor index = Tensor.From(rows.ToArray(), [rows.Length]);
        return new EncoderDecoderState([.. memory.Select(m => (m.Keys.IndexSelect(0, index), m.Values.IndexSelect(0, index)))], Padding?.IndexSelect(0, index), chosen, from);
    }
}
