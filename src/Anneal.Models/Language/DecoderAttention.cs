using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>A decoder's causal self-attention with its projections, which stand side by side or joined, as published.</summary>
internal sealed class DecoderAttention : Module
{
    private readonly DecoderConfig config;
    private readonly Nn.Linear? joined, query, key, value;
    private readonly Nn.RmsNorm? queryNorm, keyNorm;
    private readonly DecoderRotary? rotary;
    private readonly AttentionTerms terms;
    private readonly int layer;

    public DecoderAttention(DecoderConfig config, DecoderNames names, int layer, DecoderRotary? rotary, Generator? generator)
    {
        this.config = config;
        this.layer = layer;
        this.rotary = rotary;
        terms = new AttentionTerms(Causal: true, config.AttentionScale ?? 1 / Math.Sqrt(config.HeadSize), null, null)
        {
            Window = config.IsWindowed(layer) ? config.Window!.Value : 0, Softcap = config.AttentionCap ?? 0,
        };
        int size = config.Size, queries = config.Heads * config.HeadSize, keys = config.KeyHeads * config.HeadSize;
        if (config.JoinedProjections)
        {
            joined = Register(names.Joined, new Nn.Linear(size, queries + (2 * keys), config.QueryBias, generator));
        }
        else
        {
            query = Register("q_proj", new Nn.Linear(size, queries, config.QueryBias, generator));
            key = Register("k_proj", new Nn.Linear(size, keys, config.QueryBias, generator));
            value = Register("v_proj", new Nn.Linear(size, keys, config.QueryBias, generator));
        }
        Output = Register(names.Output, new Nn.Linear(queries, size, config.OutputBias, generator));
        if (!config.QueryKeyNorm) return;
        queryNorm = Register("q_norm", new Nn.RmsNorm(config.HeadSize, config.Epsilon));
        keyNorm = Register("k_norm", new Nn.RmsNorm(config.HeadSize, config.Epsilon));
    }

    /// <summary>The layer that writes to the stream.</summary>
    public Nn.Linear Output { get; }

    /// <summary><c>[batch, time, size]</c> of whole texts.</summary>
    public override Tensor Forward(Tensor input)
    {
        int batch = input.Shape[0], time = input.Shape[1];
        if (joined is not null)
        {
            using Tensor packed = joined.Forward(input);
            using Tensor turned = rotary is null ? packed : rotary.Turn(packed, config.Heads + (2 * config.KeyHeads), config.Heads + config.KeyHeads);
            using Tensor seen = PackedSelfAttention.Apply(turned, config.Heads, config.KeyHeads, terms);
            return Output.Forward(seen);
        }
        using Tensor q = Heads(query!, queryNorm, input, config.Heads, turn: true), k = Heads(key!, keyNorm, input, config.KeyHeads, turn: true), v = Heads(value!, null, input, config.KeyHeads, turn: false);
        using Tensor mixed = ScaledDotProductAttention.Apply(q, k, v, terms);
        using Tensor rows = mixed.Transpose(1, 2).Reshape(batch, time, config.Heads * config.HeadSize);
        return Output.Forward(rows);
    }

    /// <summary><c>[rows, size]</c> of new tokens, which see what their sequences have kept.</summary>
    public Tensor Forward(Tensor input, PagedRows rows)
    {
        if (joined is not null)
        {
            int queries = config.Heads * config.HeadSize, keys = config.KeyHeads * config.HeadSize;
            using Tensor packed = joined.Forward(input);
            rotary?.Turn(packed, config.Heads + config.KeyHeads, rows);
            using Tensor joinedQueries = packed.Slice(1, 0, queries), joinedKeys = packed.Slice(1, queries, queries + keys), joinedValues = packed.Slice(1, queries + keys);
            using Tensor seen = rows.Attend(layer, joinedQueries, joinedKeys, joinedValues, terms);
            return Output.Forward(seen);
        }
        Tensor[] projected = Nn.Linear.ForwardTogether(input, query!, key!, value!);
        using Tensor q = Rows(projected[0], queryNorm, config.Heads, rows), k = Rows(projected[1], keyNorm, config.KeyHeads, rows), v = projected[2];
        using Tensor mixed = rows.Attend(layer, q, k, v, terms);
        return Output.Forward(mixed);
    }

    /// <summary>Tells the kernels of a step what attention is made of; false where they don't know it.</summary>
    public unsafe bool Describe(ref StepLayer step, int longest)
    {
        bool known = joined is not null
            ? joined.AddTo(ref step.Projections)
            : query!.AddTo(ref step.Projections) && key!.AddTo(ref step.Projections) && value!.AddTo(ref step.Projections);
        if (!known || !Output.AddTo(ref step.Output)) return false;
        if (!DecoderNorm.Describe(queryNorm, config.Epsilon, out step.QueryNorm) || !DecoderNorm.Describe(keyNorm, config.Epsilon, out step.KeyNorm)) return false;
        (step.Scale, step.Softcap, step.Window) = (terms.Scale, terms.Softcap, terms.Window);
        if (rotary is null) return true;
        if (rotary.Table(longest) is not { } table) return false;
        step.Cos = table.Cos.Pointer<float>();
        step.Sin = table.Sin.Pointer<float>();
        (step.Turned, step.Interleaved) = (rotary.Turned, rotary.Interleaved);
        return true;
    }

    private Tensor Heads(Nn.Linear project, Nn.RmsNorm? norm, Tensor input, int heads, bool turn)
    {
        using Tensor projected = project.Forward(input);
        using Tensor normed = Normed(projected, norm, heads);
        using Tensor turned = turn && rotary is not null ? rotary.Turn(normed, heads, heads) : normed;
        return turned.Reshape(input.Shape[0], input.Shape[1], heads, config.HeadSize).Transpose(1, 2);
    }

    private Tensor Rows(Tensor projected, Nn.RmsNorm? norm, int heads, PagedRows rows)
    {
        Tensor normed = Normed(projected, norm, heads);
        if (!ReferenceEquals(normed, projected)) projected.Dispose();
        rotary?.Turn(normed, heads, rows);
        return normed;
    }

    private Tensor Normed(Tensor projected, Nn.RmsNorm? norm, int heads)
    {
        if (norm is null) return projected;
        using Tensor split = projected.Reshape(Shape.Of([.. projected.Shape.Dims[..^1], heads, config.HeadSize]));
        using Tensor normed = norm.Forward(split);
        return normed.Reshape(projected.Shape);
    }
}
