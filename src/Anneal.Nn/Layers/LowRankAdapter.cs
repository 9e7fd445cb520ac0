using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>A small trained change of a frozen linear layer: scale · B · A is added to its weight, where A has few rows.</summary>
/// <remarks>
/// Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021. State: <c>A [rank, in]</c>, drawn at random, and <c>B [out, rank]</c>, zero at first, so that
/// the layer does at first what it did.
/// </remarks>
public sealed class LowRankAdapter : Module
{
    /// <param name="inputs">Features that come into the layer.</param>
    /// <param name="outputs">Features that go out.</param>
    /// <param name="rank">Rows of A.</param>
    /// <param name="alpha">The change is scaled by alpha / rank.</param>
    /// <param name="generator">Draws A; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LowRankAdapter(int inputs, int outputs, int rank, double alpha, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        Scale = alpha / rank;
        A = Register("A", Initialize.FanInUniform(Tensor.Zeros([rank, inputs]), generator));
        B = Register("B", Tensor.Zeros([outputs, rank]));
    }

    /// <summary><c>[rank, in]</c>.</summary>
    public Tensor A { get; }

    /// <summary><c>[out, rank]</c>.</summary>
    public Tensor B { get; }

    /// <summary>What the change is multiplied by.</summary>
    public double Scale { get; }

    /// <summary>What is added to the layer's result.</summary>
    public override Tensor Forward(Tensor input)
    {
        using Tensor few = Tensors.Operations.Linear.Apply(input, A);
        using Tensor change = Tensors.Operations.Linear.Apply(few, B);
        return change * Scale;
    }

    /// <summary>The change of the weight, <c>[out, in]</c>.</summary>
    public Tensor Change() => B.MatMul(A) * Scale;
}
