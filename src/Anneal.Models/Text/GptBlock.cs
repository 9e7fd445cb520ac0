using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text;

/// <summary>A block of <see cref="Gpt"/>: causal self-attention and a feed-forward part, each after a normalisation and beside a residual.</summary>
/// <remarks>A block leaves its last addition to the next one, which does it in the same pass as its first normalisation.</remarks>
internal sealed class GptBlock : Module
{
    private readonly GptOptions options;
    private readonly LayerNorm norm1, norm2;
    private readonly SelfAttention attention;
    private readonly Mlp mlp;

    public GptBlock(GptOptions options, Generator? generator)
    {
        if (options.Size % options.Heads != 0) throw new ArgumentException($"{options.Size} features can't be shared out over {options.Heads} heads.", nameof(options));
        this.options = options;
        norm1 = Register("ln_1", new LayerNorm([options.Size], options.Epsilon));
        attention = Register("attn", new SelfAttention(options, generator));
        norm2 = Register("ln_2", new LayerNorm([options.Size], options.Epsilon));
        mlp = Register("mlp", new Mlp(options, generator));
    }

    public override Tensor Forward(Tensor input)
    {
        (Tensor sum, Tensor added) = Forward(input, null);
        return sum + added;
    }

    /// <summary>Takes the stream as a residual and what is still to be added to it, and returns it the same way.</summary>
    public (Tensor Residual, Tensor Added) Forward(Tensor residual, Tensor? added)
    {
        Tensor? joined = null;
        using Tensor first = added is null ? norm1.Forward(residual) : TransformerParts.Normed(norm1, added, residual, options.Epsilon, out joined);
        using Tensor? stream = joined;
        using Tensor attended = attention.Forward(first);
        using Tensor second = TransformerParts.Normed(norm2, attended, stream ?? residual, options.Epsilon, out Tensor sum);
        return (sum, mlp.Forward(second));
    }

    private sealed class SelfAttention : Module
    {
        private readonly int heads;
        private readonly Linear project, output;

        public SelfAttention(GptOptions options, Generator? generator)
        {
            heads = options.Heads;
            project = Register("c_attn", new Linear(options.Size, 3 * options.Size, generator: generator));
            output = Register("c_proj", new Linear(options.Size, options.Size, generator: generator));
        }

        public override Tensor Forward(Tensor input)
        {
            using Tensor packed = project.Forward(input);
            using Tensor mixed = packed.PackedSelfAttention(heads, causal: true);
            return output.Forward(mixed);
        }
    }

    private sealed class Mlp : Module
    {
        private readonly FeedForwardActivation activation;
        private readonly Linear first, second;

        public Mlp(GptOptions options, Generator? generator)
        {
            activation = options.Activation;
            first = Register("c_fc", new Linear(options.Size, 4 * options.Size, generator: generator));
            second = Register("c_proj", new Linear(4 * options.Size, options.Size, generator: generator));
        }

        public override Tensor Forward(Tensor input) => TransformerParts.FeedForward(input, first, second, activation);
    }
}
