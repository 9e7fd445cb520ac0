using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Attention of several heads, with the projections around it: <c>[batch, time, size]</c> to the same shape.</summary>
/// <remarks>
/// Vaswani et al., "Attention Is All You Need", 2017; shared keys and values: Ainslie et al., "GQA", 2023. State, named as
/// PyTorch does: <c>in_proj_weight [size + 2 * keySize, size]</c> (queries, keys, values), <c>in_proj_bias</c>,
/// <c>out_proj.weight [size, size]</c>, <c>out_proj.bias</c>, where keySize is size * keyHeads / heads.
/// </remarks>
/// <example>
/// <code>
/// var attention = new MultiHeadAttention(128, heads: 4, causal: true);
/// Tensor y = attention.Forward(x); // [32, 100, 128] -> [32, 100, 128]
/// </code>
/// </example>
public sealed class MultiHeadAttention : Module
{
    private readonly int size, heads, keyHeads, keySize;
    private readonly bool causal, batchFirst;
    private readonly double dropout;
    private readonly Generator generator;
    private readonly Rotary? rotary;
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly Linear output;
    private PackedMatrix? packedWeight;
    private int packedVersion;

    /// <param name="size">Features that come in and go out.</param>
    /// <param name="heads">How many heads share them.</param>
    /// <param name="keyHeads">Heads of the keys and values, each read by heads / keyHeads query heads; left out, as many as <paramref name="heads"/>.</param>
    /// <param name="bias">Whether the projections add one.</param>
    /// <param name="causal">Position i sees only the positions up to i.</param>
    /// <param name="rotary">Turns queries and keys by their positions; null for not.</param>
    /// <param name="batchFirst">Inputs are <c>[batch, time, size]</c>; otherwise <c>[time, batch, size]</c>.</param>
    /// <param name="dropout">The chance of a weight of the attention to be dropped, while training.</param>
    /// <param name="generator">Draws the first weights and what is dropped; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't divide, or the dropout isn't from 0 up to, not including, 1.</exception>
    public MultiHeadAttention(
        int size, int heads, int? keyHeads = null, bool bias = true, bool causal = false, Rotary? rotary = null, bool batchFirst = true, double dropout = 0,
        Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        this.size = size;
        this.heads = heads;
        this.keyHeads = keyHeads ?? heads;
        if (size % heads != 0) throw new ArgumentException($"{size} features can't be shared out over {heads} heads.", nameof(heads));
        if (this.keyHeads < 1 || heads % this.keyHeads != 0) throw new ArgumentException($"{heads} query heads can't be shared out over {this.keyHeads} key heads.", nameof(keyHeads));
        keySize = size / heads * this.keyHeads;
        this.causal = causal;
        this.rotary = rotary;
        this.batchFirst = batchFirst;
        if (dropout is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Dropout needs a probability from 0 up to, not including, 1.");
        this.dropout = dropout;
        this.generator = generator ?? Generator.Default;
        weight = Register("in_proj_weight", Initialize.XavierUniform(Initialize.NewWeight(size + (2 * keySize), size), generator: generator));
        if (bias) this.bias = Register("in_proj_bias", Initialize.NewWeight(size + (2 * keySize)));
        output = Register("out_proj", new Linear(size, size, bias, generator));
        if (!bias) return;
        using (Gradients.NoGrad()) output.Bias!.Fill(0);
    }

    /// <summary>Self-attention.</summary>
    /// <param name="input"><c>[batch, time, size]</c>.</param>
    public override Tensor Forward(Tensor input) => Forward(input, null, null);

    /// <summary>Attention of queries to keys with their values, or to themselves.</summary>
    /// <param name="query"><c>[batch, queries, size]</c>.</param>
    /// <param name="key"><c>[batch, keys, size]</c>; null for the queries.</param>
    /// <param name="value"><c>[batch, keys, size]</c>; null for the keys.</param>
    /// <param name="keyPadding">bool <c>[batch, keys]</c>, true where a key is padding.</param>
    /// <param name="mask">Broadcasts to <c>[batch, heads, queries, keys]</c>: bool, true where a key is hidden; or numbers that are added to the scores.</param>
    /// <returns><c>[batch, queries, size]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes don't go together.</exception>
    public Tensor Forward(Tensor query, Tensor? key, Tensor? value = null, Tensor? keyPadding = null, Tensor? mask = null)
    {
        Check(query, nameof(query));
        using Tensor mixed = key is null && value is null ? AttendToItself(query, keyPadding, mask) : AttendTo(query, key ?? query, value ?? key ?? query, keyPadding, mask);
        Tensor result = output.Forward(mixed);
        return batchFirst ? result : result.Transpose(0, 1);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{size}, {heads} heads{(keyHeads == heads ? "" : $", {keyHeads} key heads")}{(causal ? ", causal" : "")}";

    private protected override unsafe void Pack(bool pack)
    {
        base.Pack(pack);
        packedWeight = null;
        if (!pack || weight.DType != DType.Float32) return;
        packedWeight = new PackedMatrix(size, weight.Shape[0], new MatrixView<float>(weight.Pointer<float>(), 1, size));
        packedVersion = weight.Storage.Version;
    }

    /// <summary>Not for training, and not after the weight was changed.</summary>
    private bool CanUsePacked(Tensor input) =>
        !Gradients.Enabled && weight.Storage.Version == packedVersion && input.DType == DType.Float32;

    private Tensor AttendToItself(Tensor input, Tensor? keyPadding, Tensor? mask)
    {
        Tensor rows = BatchFirst(input);
        Tensor packed = packedWeight is not null && CanUsePacked(rows)
            ? Tensors.Operations.Linear.Apply(rows, packedWeight, bias, Activation.None)
            : Tensors.Operations.Linear.Apply(rows, weight, bias);
        if (rotary is not null)
        {
            using Tensor straight = packed;
            packed = rotary.ApplyPacked(straight, heads, keyHeads);
        }
        using Tensor given = packed;
        return packed.PackedSelfAttention(heads, keyHeads, causal, keyPadding, mask, IsTraining ? dropout : 0, generator);
    }

    private Tensor AttendTo(Tensor query, Tensor key, Tensor value, Tensor? keyPadding, Tensor? mask)
    {
        Check(key, nameof(key));
        Check(value, nameof(value));
        query = BatchFirst(query);
        Tensor q = Heads(Project(query, 0, size), heads), k, v;
        if (ReferenceEquals(key, value))
        {
            // One product for both.
            Tensor both = Project(BatchFirst(key), size, 2 * keySize);
            k = Heads(both.Slice(2, 0, keySize), keyHeads);
            v = Heads(both.Slice(2, keySize), keyHeads);
        }
        else
        {
            k = Heads(Project(BatchFirst(key), size, keySize), keyHeads);
            v = Heads(Project(BatchFirst(value), size + keySize, keySize), keyHeads);
        }
        if (rotary is not null)
        {
            q = rotary.Apply(q);
            k = rotary.Apply(k);
        }
        return Tensor.ScaledDotProductAttention(q, k, v, causal, keyPadding, mask, IsTraining ? dropout : 0, generator).Transpose(1, 2).Reshape(query.Shape);
    }

    private Tensor Project(Tensor input, int first, int count) =>
        Tensors.Operations.Linear.Apply(input, weight.Slice(0, first, first + count), bias?.Slice(0, first, first + count));

    private static Tensor Heads(Tensor rows, int heads) => rows.Reshape(rows.Shape[0], rows.Shape[1], heads, rows.Shape[2] / heads).Transpose(1, 2);

    private Tensor BatchFirst(Tensor input) => batchFirst ? input : input.Transpose(0, 1);

    private void Check(Tensor input, string name)
    {
        if (input.Rank != 3 || input.Shape[2] != size)
            throw new ArgumentException($"MultiHeadAttention over {size} features takes [{(batchFirst ? "batch, time" : "time, batch")}, {size}], not {input.Shape}.", name);
    }
}
