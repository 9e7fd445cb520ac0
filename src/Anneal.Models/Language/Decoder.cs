using System.Globalization;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>A language model that predicts the next token: <c>[batch, time]</c> ids become <c>[batch, time, vocabulary]</c> logits.</summary>
/// <remarks>
/// One module for the families of <see cref="DecoderArchitecture"/>; its parameters are named as those of Hugging Face's files.
/// Linear weights are <c>[out, in]</c> here as everywhere; GPT-2's published files hold those of the layers transposed, and
/// Gemma's norms hold their weights less one.
/// </remarks>
/// <example>
/// <code>
/// var model = new Decoder(DecoderConfig.Gpt2(vocabulary: 65, positions: 256, layers: 6, heads: 6, size: 384));
/// model.Loss(ids, next).Backward(); // [12, 256] and [12, 256] int64
///
/// var cache = new KeyValueCache(model.Config);
/// Tensor logits = model.Forward(prompt, cache); // [1, 20] -> [1, 20, 65]
/// logits = model.Forward(token, cache); // [1, 1] -> [1, 1, 65]
/// </code>
/// </example>
public sealed class Decoder : Module
{
    private readonly Nn.Embedding tokens;
    private readonly Nn.Embedding? positions;
    private readonly DecoderLayer[] layers;
    private readonly Module norm;
    private readonly Nn.Linear? head;
    private readonly Nn.Dropout? dropout;

    /// <param name="config">The sizes and the form.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't go together.</exception>
    public Decoder(DecoderConfig config, Generator? generator = null)
    {
        config.Check();
        Config = config;
        DecoderNames names = DecoderNames.Of(config);
        Section? root = names.Root.Length == 0 ? null : Register(names.Root, new Section());
        tokens = Put(names.Tokens, new Nn.Embedding(config.Vocabulary, config.Size, generator: generator));
        if (config.LearnedPositions) positions = Put(names.Positions, new Nn.Embedding(config.Positions, config.Size, generator: generator));
        Section stack = Put(names.Layers, new Section());
        DecoderRotary? rotary = config.LearnedPositions ? null : new DecoderRotary(config.Rotary, config.HeadSize, config.Positions);
        DecoderRotary? local = config.LocalRotary is null ? rotary : new DecoderRotary(config.LocalRotary, config.HeadSize, config.Positions);
        layers = new DecoderLayer[config.Layers];
        for (int i = 0; i < layers.Length; i++)
            layers[i] = stack.Add(i.ToString(CultureInfo.InvariantCulture), new DecoderLayer(config, names, i, config.IsWindowed(i) ? local : rotary, generator));
        if (config.Dropout > 0) dropout = Register("dropout", new Nn.Dropout(config.Dropout, generator));
        norm = Put(names.LastNorm, DecoderNorm.Of(config, config.Size));
        if (!config.TiedHead) head = Register("lm_head", new Nn.Linear(config.Size, config.Vocabulary, bias: false, generator));
        TransformerWeights.Initialize(this, generator);
        if (!config.LearnedPositions || Nn.Initialize.IsDeferred) return;

        // GPT-2: what writes to the stream starts smaller, so that the stream doesn't grow with the layers.
        double deviation = TransformerWeights.Deviation / Math.Sqrt(2 * layers.Length);
        using (Gradients.NoGrad())
        {
            foreach (DecoderLayer layer in layers)
            {
                Nn.Initialize.Normal(layer.Attention.Output.Weight, 0, deviation, generator);
                Nn.Initialize.Normal(layer.FeedForward.Down.Weight, 0, deviation, generator);
            }
        }

        TModule Put<TModule>(string name, TModule module)
            where TModule : Module => root is null ? Register(name, module) : root.Add(name, module);
    }

    /// <summary>The sizes and the form.</summary>
    public DecoderConfig Config { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The text is longer than the model's positions, or an id is out of range.</exception>
    public override Tensor Forward(Tensor input)
    {
        using Tensor hidden = Hidden(input);
        return Logits(hidden);
    }

    /// <summary>The mean cross-entropy of the predictions with the tokens that came next.</summary>
    /// <param name="input">Ids, <c>[batch, time]</c>.</param>
    /// <param name="next">The ids that follow each, <c>[batch, time]</c>; -100 where nothing counts.</param>
    /// <returns>A single number.</returns>
    public Tensor Loss(Tensor input, Tensor next)
    {
        using Tensor logits = Forward(input);
        using Tensor rows = logits.Reshape(-1, Config.Vocabulary);
        return Tensors.Operations.CrossEntropy.Apply(rows, next.Reshape(-1), null, 0, -100, Reduction.Mean);
    }

    /// <summary>What the last layer makes of each token, normalised, before the head: <c>[batch, time]</c> ids become <c>[batch, time, size]</c>.</summary>
    /// <exception cref="ArgumentException">The text is longer than the model's positions, or an id is out of range.</exception>
    public Tensor Hidden(Tensor ids)
    {
        if (ids.Rank != 2 || ids.Shape[1] > Config.Positions)
            throw new ArgumentException($"A decoder with {Config.Positions} positions takes ids [batch, time] of at most that time, not {ids.Shape}.", nameof(ids));
        using Tensor words = Embedded(ids);
        Tensor residual = positions is null ? words : words + positions.Weight.Slice(0, 0, ids.Shape[1]);
        if (dropout is not null && IsTraining)
        {
            using Tensor whole = residual;
            residual = dropout.Forward(whole);
        }
        Tensor? added = null;
        (residual, added) = Through(residual, added, null);
        return Normed(residual, added!);
    }

    /// <summary>Goes on with texts whose keys and values are kept: row i of the ids continues sequence i of the cache. Nothing is recorded.</summary>
    /// <param name="ids">The next tokens, <c>[batch, time]</c>.</param>
    /// <param name="cache">What was kept of those before; takes these in.</param>
    /// <returns>The logits after each of them, <c>[batch, time, vocabulary]</c>.</returns>
    /// <exception cref="ArgumentException">A text gets longer than the model's positions, or an id is out of range.</exception>
    public Tensor Forward(Tensor ids, KeyValueCache cache)
    {
        if (ids.Rank != 2 || ids.Shape[0] != cache.Count || ids.Shape[1] == 0)
            throw new ArgumentException($"A cache of {cache.Count} sequences takes ids [{cache.Count}, time], not {ids.Shape}.", nameof(ids));
        int time = ids.Shape[1];
        int[] flat = ids.ToArray<int>();
        var steps = new SequenceStep[cache.Count];
        for (int i = 0; i < steps.Length; i++) steps[i] = new SequenceStep(cache[i], flat.AsMemory(i * time, time), EveryPosition: true);
        return Extend(steps).Reshape(cache.Count, time, Config.Vocabulary);
    }

    /// <summary>Goes on with any number of texts, each by as many tokens as it likes. Nothing is recorded.</summary>
    /// <param name="steps">The tokens of each; no sequence twice.</param>
    /// <returns>The logits that were wanted, <c>[rows, vocabulary]</c>, in the order of the steps.</returns>
    /// <exception cref="ArgumentException">A step is empty, a text gets longer than the model's positions, or an id is out of range. No sequence has changed then.</exception>
    public Tensor Extend(ReadOnlySpan<SequenceStep> steps)
    {
        using var noGradients = Gradients.NoGrad();
        using var scope = new TensorScope();
        DecoderStep step = DecoderStep.Of(Config, steps);
        Tensor words = Embedded(step.Ids);
        Tensor residual = positions is null ? words : words + positions.Forward(Tensor.From(step.Rows.Positions, [step.Rows.Positions.Length]));
        Tensor? added;
        (residual, added) = Through(residual, null, step.Rows);
        if (step.Wanted is { } wanted)
        {
            residual = residual.IndexSelect(0, wanted);
            added = added!.IndexSelect(0, wanted);
        }
        Tensor logits = Logits(Normed(residual, added!));
        foreach (SequenceStep s in steps) s.Sequence.Advance(s.Ids.Length);
        return scope.Keep(logits);
    }

    private Tensor Embedded(Tensor ids)
    {
        Tensor words = tokens.Forward(ids);
        if (Config.EmbeddingScale == 1) return words;
        using Tensor plain = words;
        return plain * Config.EmbeddingScale;
    }

    private (Tensor Residual, Tensor? Added) Through(Tensor residual, Tensor? added, PagedRows? rows)
    {
        if (rows is not null && Steps(residual, rows) is { } last) return (residual, last);
        foreach (DecoderLayer layer in layers)
        {
            (Tensor sum, Tensor next) = layer.Forward(residual, added, rows);
            residual.Dispose();
            added?.Dispose();
            (residual, added) = (sum, next);
        }
        return (residual, added);
    }

    /// <summary>What the last layer adds to the stream, where all layers are such that a few rows can go through them in one go; otherwise null, and nothing has changed.</summary>
    private unsafe Tensor? Steps(Tensor residual, PagedRows rows)
    {
        if (residual.Shape[0] > LayerSteps.MostRows || !residual.IsContiguous) return null;
        using Scratch.Lease lease = Scratch.Rent((long)sizeof(StepLayer) * layers.Length);
        var steps = new Span<StepLayer>(lease.Pointer, layers.Length);
        steps.Clear();
        int longest = 0;
        foreach ((_, _, int length) in rows.Sequences) longest = Math.Max(longest, length);
        for (int i = 0; i < layers.Length; i++)
            if (!layers[i].Describe(ref steps[i], longest)) return null;
        Tensor added = LayerSteps.Run(steps, residual, Config.Heads, rows);
        GC.KeepAlive(this);
        return added;
    }

    private Tensor Normed(Tensor residual, Tensor added)
    {
        using Tensor last = residual, lastAdded = added;
        Tensor result = DecoderNorm.OfSum(norm, lastAdded, last, Config.Epsilon, out Tensor sum);
        sum.Dispose();
        return result;
    }

    private Tensor Logits(Tensor hidden)
    {
        Tensor logits = head is null ? tokens.Project(hidden) : head.Forward(hidden);
        if (Config.LogitCap is not { } cap) return logits;
        using Tensor plain = logits;
        return (plain / cap).Tanh() * cap;
    }
}
