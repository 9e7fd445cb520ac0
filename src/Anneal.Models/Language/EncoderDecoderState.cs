using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>What an <see cref="EncoderDecoder"/> keeps while it writes: the keys and values of what it has read, and of what it has written.</summary>
public sealed class EncoderDecoderState
{
    private readonly (Tensor Keys, Tensor Values)[] memory;

    internal EncoderDecoderState((Tensor Keys, Tensor Values)[] memory, Tensor? padding, KeyValueSequence[] sequences) => (this.memory, Padding, Sequences) = (memory, padding, sequences);

    /// <summary>Tokens written so far, in each row.</summary>
    public int Length => Sequences[0].Length;

    /// <summary>Rows of the batch.</summary>
    public int Count => Sequences.Length;

    internal Tensor? Padding { get; }

    internal KeyValueSequence[] Sequences { get; }

    /// <summary>Rows of this state, in any order and any number, as a state of their own: what beam search goes on with.</summary>
    public EncoderDecoderState Select(ReadOnlySpan<int> rows)
    {
        using var noGradients = Gradients.NoGrad();
        Tensor index = Tensor.From(rows.ToArray(), [rows.Length]);
        var chosen = new KeyValueSequence[rows.Length];
        for (int i = 0; i < chosen.Length; i++) chosen[i] = Sequences[rows[i]].Fork();
        return new EncoderDecoderState([.. memory.Select(m => (m.Keys.IndexSelect(0, index), m.Values.IndexSelect(0, index)))], Padding?.IndexSelect(0, index), chosen);
    }

    internal (Tensor Keys, Tensor Values) Memory(int layer) => memory[layer];
}
