using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>A fully connected layer: y = x · Wᵀ + b. <c>[…, in]</c> becomes <c>[…, out]</c>.</summary>
/// <remarks>State: <c>weight [out, in]</c>, <c>bias [out]</c>, both uniform within 1 / sqrt(in) at first.</remarks>
/// <example>
/// <code>
/// var layer = new Linear(784, 10);
/// Tensor logits = layer.Forward(images); // [32, 784] -> [32, 10]
/// </code>
/// </example>
public sealed class Linear : Module
{
    private const int LeastRows = 16;

    private PackedMatrix? packed;
    private int packedVersion;

    /// <param name="inputs">Features that come in.</param>
    /// <param name="outputs">Features that go out.</param>
    /// <param name="bias">Whether b is added.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Linear(int inputs, int outputs, bool bias = true, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Weight = Register("weight", Initialize.FanInUniform(Tensor.Zeros([outputs, inputs]), generator));
        if (bias) Bias = Register("bias", Initialize.Bias(Tensor.Zeros([outputs]), Weight, generator));
    }

    /// <summary><c>[out, in]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't end in as many features as the layer takes.</exception>
    public override Tensor Forward(Tensor input) => Forward(input, Activation.None);

    /// <summary>The layer with an activation computed on the way to memory.</summary>
    internal Tensor Forward(Tensor input, Activation activation)
    {
        if (packed is not null && CanUse(packed, input)) return Tensors.Operations.Linear.Apply(input, packed, Bias, activation);
        return Tensors.Operations.Linear.Apply(input, Weight, Bias, activation);
    }

    private protected override unsafe void Pack(bool pack)
    {
        packed = null;
        if (!pack || Weight.DType != DType.Float32) return;
        Tensor weight = Weight.Packed();
        packed = new PackedMatrix(weight.Shape[1], weight.Shape[0], new MatrixView<float>(weight.Pointer<float>(), 1, weight.Shape[1]));
        packedVersion = Weight.Storage.Version;
        GC.KeepAlive(weight);
    }

    /// <summary>Not for training, not after the weight was changed, and not for a few rows, which read the weight in place as fast.</summary>
    private bool CanUse(PackedMatrix matrix, Tensor input) =>
        !Gradients.Enabled && Weight.Storage.Version == packedVersion && input.DType == DType.Float32
        && input.Rank > 0 && input.Shape[-1] == matrix.Rows && input.ElementCount >= (long)LeastRows * matrix.Rows;

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[1]} -> {Weight.Shape[0]}{(Bias is null ? ", no bias" : "")}";
}
