using System.Globalization;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>Reads one sequence and writes another: T5, BART, Whisper.</summary>
/// <remarks>State: <c>tokens</c>, <c>encoder</c>, <c>decoder</c>, and where the head has weights of its own <c>head</c>; <see cref="EncoderDecoderFolder"/> knows the published names.</remarks>
/// <example>
/// <code>
/// var model = new EncoderDecoder(EncoderDecoderConfig.T5(vocabulary: 8000, size: 256, layers: 4, heads: 4, feedForward: 512));
/// model.Loss(source, padding, target).Backward(); // [32, 40], [32, 40], [32, 35]
///
/// EncoderDecoderState state = model.Start(source, padding);
/// Tensor logits = model.Next(token, state); // [32, 1] -> [32, 1, 8000]
/// </code>
/// </example>
public sealed class EncoderDecoder : Module
{
    private readonly Nn.Embedding tokens;
    private readonly Stack encoder, decoder;
    private readonly Nn.Conv1d? listen1, listen2;
    private readonly Nn.Linear? head;
    private readonly Tensor? headBias;

    /// <param name="config">The sizes and the form.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't go together.</exception>
    public EncoderDecoder(EncoderDecoderConfig config, Generator? generator = null)
    {
        config.Check();
        Config = config;
        tokens = Register("tokens", new Nn.Embedding(config.Vocabulary, config.Size, generator: generator));
        if (config.Architecture == EncoderDecoderArchitecture.Whisper)
        {
            listen1 = Register("listen1", new Nn.Conv1d(config.MelBands, config.Size, 3, padding: 1, generator: generator));
            listen2 = Register("listen2", new Nn.Conv1d(config.Size, config.Size, 3, stride: 2, padding: 1, generator: generator));
        }
        encoder = Register("encoder", new Stack(config, writes: false, generator));
        decoder = Register("decoder", new Stack(config, writes: true, generator));
        if (!config.TiedHead) head = Register("head", new Nn.Linear(config.Size, config.Vocabulary, false, generator));
        if (config.Architecture == EncoderDecoderArchitecture.Bart) headBias = RegisterBuffer("head_bias", Tensor.Zeros([1, config.Vocabulary]));
        if (config.IsT5) T5Weights.Initialize(this, generator);
        else SequenceWeights.Initialize(this, config.Size, generator);
    }

    /// <summary>The sizes and the form.</summary>
    public EncoderDecoderConfig Config { get; }

    /// <summary>What was read: see <see cref="Read"/>.</summary>
    public override Tensor Forward(Tensor input) => Read(input);

    /// <summary>Reads a sequence.</summary>
    /// <param name="input">Ids <c>[batch, time]</c>; for Whisper a log-mel spectrogram <c>[batch, bands, frames]</c>.</param>
    /// <param name="padding">bool <c>[batch, time]</c>, true where a token is padding; null where none is.</param>
    /// <returns><c>[batch, time, size]</c>; for Whisper half as many places as frames.</returns>
    /// <exception cref="ArgumentException">The sequence is longer than the model's positions, or an id is out of range.</exception>
    public Tensor Read(Tensor input, Tensor? padding = null)
    {
        Tensor x;
        if (listen1 is null) x = Embedded(input);
        else
        {
            if (input.Rank != 3 || input.Shape[1] != Config.MelBands) throw new ArgumentException($"Whisper hears spectrograms [batch, {Config.MelBands}, frames], not {input.Shape}.", nameof(input));
            x = listen2!.Forward(listen1.Forward(input).Gelu()).Gelu().Transpose(1, 2);
        }
        return encoder.Forward(x, padding, null, null);
    }

    /// <summary>The logits of what comes after each token of a text that is written.</summary>
    /// <param name="memory">What <see cref="Read"/> gave.</param>
    /// <param name="memoryPadding">bool <c>[batch, time]</c>, true where a place of it is padding; null where none is.</param>
    /// <param name="ids">The tokens written, <c>[batch, time]</c>, the start token first.</param>
    /// <returns><c>[batch, time, vocabulary]</c>.</returns>
    /// <exception cref="ArgumentException">The text is longer than the model's positions, or an id is out of range.</exception>
    public Tensor Write(Tensor memory, Tensor? memoryPadding, Tensor ids) => Logits(decoder.Forward(Embedded(ids), null, memory, memoryPadding));

    /// <summary>The mean cross-entropy of a text, given what it answers to.</summary>
    /// <param name="input">What is read.</param>
    /// <param name="padding">Its padding, or null.</param>
    /// <param name="target">The text with its end, <c>[batch, time]</c>; -100 where nothing counts.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all tokens.</param>
    /// <returns>A single number.</returns>
    public Tensor Loss(Tensor input, Tensor? padding, Tensor target, double labelSmoothing = 0)
    {
        Tensor logits = Write(Read(input, padding), padding, Shifted(target));
        return Tensors.Operations.CrossEntropy.Apply(logits.Reshape(-1, Config.Vocabulary), target.Reshape(-1), null, labelSmoothing, -100, Reduction.Mean);
    }

    /// <summary>Reads a sequence and makes ready to write. Nothing is recorded.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    public EncoderDecoderState Start(Tensor input, Tensor? padding = null)
    {
        using var noGradients = Gradients.NoGrad();
        using var scope = new TensorScope();
        Tensor memory = Read(input, padding);
        var kept = new (Tensor, Tensor)[Config.DecoderLayers];
        for (int i = 0; i < kept.Length; i++)
        {
            (Tensor keys, Tensor values) = decoder.Layers[i].Cross!.Memory(memory);
            kept[i] = (scope.Keep(keys), scope.Keep(values));
        }
        var sequences = new KeyValueSequence[memory.Shape[0]];
        for (int i = 0; i < sequences.Length; i++) sequences[i] = new KeyValueSequence(Config.DecoderLayers, Config.DecoderHeads, Config.HeadSizeOf(Config.DecoderHeads));
        return new EncoderDecoderState(kept, padding, sequences);
    }

    /// <summary>Goes on writing. Nothing is recorded.</summary>
    /// <param name="ids">The next tokens, <c>[batch, time]</c>; the start token first of all.</param>
    /// <param name="state">What <see cref="Start"/> gave; takes these in.</param>
    /// <returns>The logits after each, <c>[batch, time, vocabulary]</c>.</returns>
    /// <exception cref="ArgumentException">The text gets longer than the model's positions, or an id is out of range.</exception>
    public Tensor Next(Tensor ids, EncoderDecoderState state)
    {
        if (ids.Rank != 2 || ids.Shape[0] != state.Count || ids.Shape[1] == 0) throw new ArgumentException($"A state of {state.Count} rows takes ids [{state.Count}, time], not {ids.Shape}.", nameof(ids));
        using var noGradients = Gradients.NoGrad();
        using var scope = new TensorScope();
        int batch = state.Count, time = ids.Shape[1], begin = state.Length;
        if (time > Config.DecoderPositions - begin) throw new ArgumentException($"{begin} tokens and {time} more are longer than the {Config.DecoderPositions} positions of the model.", nameof(ids));
        Tensor words = Embedded(ids);
        PagedRows rows = DecoderStep.RowsOf(state.Sequences, time, Config.DecoderHeads, Config.HeadSizeOf(Config.DecoderHeads));
        Tensor hidden = decoder.Next(words, begin, rows, state);
        foreach (KeyValueSequence sequence in state.Sequences) sequence.Advance(time);
        return scope.Keep(Logits(hidden.Reshape(batch, time, Config.Size)));
    }

    internal static Module Norm(EncoderDecoderConfig config) => config.IsT5 ? new Nn.RmsNorm(config.Size, config.Epsilon) : new Nn.LayerNorm([config.Size], config.Epsilon);

    /// <summary>What the decoder is shown while it learns a text: the start, then all but the last token.</summary>
    private Tensor Shifted(Tensor target)
    {
        int rows = target.Shape[0], time = target.Shape[1];
        long[] ids = target.ToArray<long>();
        var shifted = new long[ids.Length];
        for (int r = 0; r < rows; r++)
            for (int t = 0; t < time; t++) shifted[(r * time) + t] = t == 0 ? Config.StartId : ids[(r * time) + t - 1] is var id and not -100 ? id : Config.PadId;
        return Tensor.From(shifted, [rows, time]);
    }

    private Tensor Embedded(Tensor ids)
    {
        Tensor words = tokens.Forward(ids);
        return Config.ScaledEmbedding ? words * Math.Sqrt(Config.Size) : words;
    }

    private Tensor Logits(Tensor hidden)
    {
        if (head is not null) return head.Forward(hidden);
        if (Config.IsT5) return tokens.Project(hidden * (1 / Math.Sqrt(Config.Size)));
        Tensor logits = tokens.Project(hidden);
        return headBias is null ? logits : logits + headBias;
    }

    /// <summary>The layers that read, or those that write.</summary>
    private sealed class Stack : Module
    {
        private readonly EncoderDecoderConfig config;
        private readonly bool writes;
        private readonly Nn.Embedding? positions;
        private readonly Module? embeddingNorm, norm;
        private readonly DistanceBias? bias;
        private readonly Nn.Dropout dropout;

        public Stack(EncoderDecoderConfig config, bool writes, Generator? generator)
        {
            (this.config, this.writes) = (config, writes);
            if (config.IsT5) bias = Register("distance", new DistanceBias(config, writes ? config.DecoderHeads : config.EncoderHeads, !writes, generator));
            else positions = Register("positions", new Nn.Embedding((writes ? config.DecoderPositions : config.EncoderPositions) + config.PositionOffset, config.Size, generator: generator));
            if (!config.NormsFirst) embeddingNorm = Register("embedding_norm", Norm(config));
            var section = Register("layers", new Section());
            Layers = new SequenceLayer[writes ? config.DecoderLayers : config.EncoderLayers];
            for (int i = 0; i < Layers.Length; i++) Layers[i] = section.Add(i.ToString(CultureInfo.InvariantCulture), new SequenceLayer(config, writes, generator));
            if (config.NormsFirst) norm = Register("norm", Norm(config));
            dropout = Register("dropout", new Nn.Dropout(config.Dropout, generator));
        }

        public SequenceLayer[] Layers { get; }

        public override Tensor Forward(Tensor input) => Forward(input, null, null, null);

        public Tensor Forward(Tensor x, Tensor? padding, Tensor? memory, Tensor? memoryPadding)
        {
            int longest = writes ? config.DecoderPositions : config.EncoderPositions, time = x.Shape[1];
            if (time > longest) throw new ArgumentException($"{time} places are more than the {longest} of the model.", nameof(x));
            x = Placed(x, 0, time);
            Tensor? distances = bias?.Of(time);
            foreach (SequenceLayer layer in Layers) x = layer.Forward(x, padding, distances, memory, memoryPadding);
            return norm is null ? x : dropout.Forward(norm.Forward(x));
        }

        public Tensor Next(Tensor words, int begin, PagedRows rows, EncoderDecoderState state)
        {
            int batch = words.Shape[0], time = words.Shape[1];
            Tensor x = Placed(words, begin, time).Reshape(batch * time, config.Size);
            Tensor? distances = bias?.Back(begin + time);
            for (int i = 0; i < Layers.Length; i++)
            {
                (Tensor keys, Tensor values) = state.Memory(i);
                x = Layers[i].Forward(x, batch, rows, i, distances, keys, values, state.Padding);
            }
            return norm is null ? x : norm.Forward(x);
        }

        private Tensor Placed(Tensor x, int begin, int time)
        {
            if (positions is not null) x += positions.Weight.Slice(0, begin + config.PositionOffset, begin + config.PositionOffset + time);
            if (embeddingNorm is not null) x = embeddingNorm.Forward(x);
            return dropout.Forward(x);
        }
    }
}
