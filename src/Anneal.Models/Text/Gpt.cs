using System.Globalization;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text;

/// <summary>The sizes of a <see cref="Gpt"/>. The defaults are those of GPT-2 with 124 million parameters.</summary>
/// <param name="Vocabulary">Different tokens.</param>
/// <param name="Positions">The longest text, in tokens.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="Size">Features of a token.</param>
public sealed record GptOptions(int Vocabulary = 50257, int Positions = 1024, int Layers = 12, int Heads = 12, int Size = 768)
{
    /// <summary>What stands in the feed-forward parts. OpenAI's weights want the tanh form.</summary>
    public FeedForwardActivation Activation { get; init; } = FeedForwardActivation.GeluTanh;

    /// <summary>Added to the variance in the normalisations.</summary>
    public double Epsilon { get; init; } = 1e-5;
}

/// <summary>A language model that predicts the next token: GPT-2's architecture. <c>[batch, time]</c> ids become <c>[batch, time, vocabulary]</c> logits.</summary>
/// <remarks>
/// Radford et al., "Language Models are Unsupervised Multitask Learners", 2019. State as in Hugging Face's GPT-2: <c>wte</c>,
/// <c>wpe</c>, <c>h.0.ln_1</c>, <c>h.0.attn.c_attn</c>, <c>h.0.attn.c_proj</c>, <c>h.0.ln_2</c>, <c>h.0.mlp.c_fc</c>, <c>h.0.mlp.c_proj</c>, <c>ln_f</c>.
/// Linear weights are <c>[out, in]</c> here as everywhere; the published files hold those of the blocks transposed. The head
/// shares its weight with <c>wte</c>.
/// </remarks>
/// <example>
/// <code>
/// var model = new Gpt(new GptOptions(Vocabulary: 65, Positions: 256, Layers: 6, Heads: 6, Size: 384));
/// model.Loss(ids, next).Backward(); // [12, 256] and [12, 256] int64
/// </code>
/// </example>
public sealed class Gpt : Module
{
    private readonly GptOptions options;
    private readonly Embedding tokens, positions;
    private readonly GptBlock[] blocks;
    private readonly LayerNorm norm;

    /// <param name="options">The sizes.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't divide.</exception>
    public Gpt(GptOptions options, Generator? generator = null)
    {
        this.options = options;
        tokens = Register("wte", new Embedding(options.Vocabulary, options.Size, generator: generator));
        positions = Register("wpe", new Embedding(options.Positions, options.Size, generator: generator));
        blocks = new GptBlock[options.Layers];
        var stack = Register("h", new Stack());
        for (int i = 0; i < blocks.Length; i++) blocks[i] = stack.Add(i, new GptBlock(options, generator));
        norm = Register("ln_f", new LayerNorm([options.Size], options.Epsilon));
        TransformerWeights.Initialize(this, generator);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The text is longer than the model's positions, or an id is out of range.</exception>
    public override Tensor Forward(Tensor input)
    {
        using Tensor hidden = Hidden(input);
        return Tensors.Operations.Linear.Apply(hidden, tokens.Weight);
    }

    /// <summary>The mean cross-entropy of the predictions with the tokens that came next.</summary>
    /// <param name="input">Ids, <c>[batch, time]</c>.</param>
    /// <param name="next">The ids that follow each, <c>[batch, time]</c>; -100 where nothing counts.</param>
    /// <returns>A single number.</returns>
    public Tensor Loss(Tensor input, Tensor next)
    {
        using Tensor logits = Forward(input);
        using Tensor rows = logits.Reshape(-1, options.Vocabulary);
        return Tensors.Operations.CrossEntropy.Apply(rows, next.Reshape(-1), null, 0, -100, Reduction.Mean);
    }

    private Tensor Hidden(Tensor ids)
    {
        if (ids.Rank != 2 || ids.Shape[1] > options.Positions)
            throw new ArgumentException($"A GPT with {options.Positions} positions takes ids [batch, time] of at most that time, not {ids.Shape}.", nameof(ids));
        using Tensor words = tokens.Forward(ids);
        Tensor places = positions.Weight.Slice(0, 0, ids.Shape[1]);
        Tensor residual = words + places;
        Tensor? added = null;
        foreach (GptBlock block in blocks)
        {
            (Tensor sum, Tensor next) = block.Forward(residual, added);
            residual.Dispose();
            added?.Dispose();
            (residual, added) = (sum, next);
        }
        using Tensor last = residual;
        if (added is null) return norm.Forward(last);
        using Tensor lastAdded = added;
        Tensor result = TransformerParts.Normed(norm, lastAdded, last, options.Epsilon);
        return result;
    }

    private sealed class Stack : Module
    {
        public override Tensor Forward(Tensor input) => input;

        public GptBlock Add(int number, GptBlock block) => Register(number.ToString(CultureInfo.InvariantCulture), block);
    }
}
