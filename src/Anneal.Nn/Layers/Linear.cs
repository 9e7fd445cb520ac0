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

    private readonly Tensor weight;
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
        weight = Register("weight", Initialize.FanInUniform(Initialize.NewWeight(outputs, inputs), generator));
        if (bias) Bias = Register("bias", Initialize.Bias(Initialize.NewWeight(outputs), weight, generator));
    }

    /// <summary><c>[out, in]</c>.</summary>
    /// <exception cref="InvalidOperationException">The weight is <see cref="Quantized"/>.</exception>
    public Tensor Weight => Quantized is null ? weight : throw new InvalidOperationException($"The weight of this layer is stored as {Quantized.Format} and can't be changed: use Quantized.Dequantize().");

    /// <summary>The constant weight <c>[out, in]</c> that stands in for <see cref="Weight"/>, or null.</summary>
    public QuantizedMatrix? Quantized { get; private set; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Puts a constant weight in the place of the float one, which is no parameter any more.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public void Quantize(QuantizedMatrix matrix)
    {
        if (!matrix.Shape.Equals(weight.Shape)) throw new ArgumentException($"A weight of shape {matrix.Shape} can't take the place of one of shape {weight.Shape}.", nameof(matrix));
        if (Quantized is null) Unregister("weight");
        Quantized = matrix;
        packed = null;
        weight.Dispose();
    }

    /// <summary>A trained change of the weight that is kept apart from it, or null.</summary>
    public LowRankAdapter? Adapter { get; private set; }

    /// <summary>Adds a change of the weight that is kept apart from it, in the place of the one before; null for none.</summary>
    /// <exception cref="ArgumentException">It is made for a layer of another shape.</exception>
    public void Adapt(LowRankAdapter? adapter)
    {
        if (adapter is not null && (adapter.A.Shape[1] != weight.Shape[1] || adapter.B.Shape[0] != weight.Shape[0]))
            throw new ArgumentException($"A change of {adapter.B.Shape} by {adapter.A.Shape} can't be added to a weight of shape {weight.Shape}.", nameof(adapter));
        if (Adapter is not null) UnregisterModule("lora");
        Adapter = adapter is null ? null : Register("lora", adapter);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't end in as many features as the layer takes.</exception>
    public override Tensor Forward(Tensor input) => Forward(input, Activation.None);

    /// <summary>The layer with an activation computed on the way to memory.</summary>
    internal Tensor Forward(Tensor input, Activation activation)
    {
        if (Adapter is not null)
        {
            using Tensor own = Plain(input, Activation.None), change = Adapter.Forward(input);
            if (activation == Activation.None) return own + change;
            using Tensor sum = own + change;
            return Tensors.Operations.Activate.Apply(sum, activation);
        }

        return Plain(input, activation);
    }

    /// <summary>What several layers make of one input, in one go where their weights are stored so.</summary>
    internal static Tensor[] ForwardTogether(Tensor input, params ReadOnlySpan<Linear> layers)
    {
        var results = new Tensor[layers.Length];
        bool together = !Gradients.Needed(input);
        foreach (Linear layer in layers) together &= layer.GoesWith(layers[0]);
        if (together)
        {
            var weights = new QuantizedMatrix[layers.Length];
            for (int i = 0; i < layers.Length; i++) (weights[i], results[i]) = (layers[i].Quantized!, layers[i].Bias!);
            return Tensors.Operations.QuantizedLinear.ApplyTogether(input, weights, results);
        }
        for (int i = 0; i < layers.Length; i++) results[i] = layers[i].Forward(input);
        return results;
    }

    /// <summary>The activation of what one layer makes of an input, times what another makes of it.</summary>
    internal static Tensor ForwardGated(Tensor input, Linear gate, Linear up, Activation activation)
    {
        if (gate.GoesWith(up) && gate.Bias is null && up.Bias is null && !Gradients.Needed(input))
            return Tensors.Operations.QuantizedLinear.ApplyGated(input, gate.Quantized!, up.Quantized!, activation);
        using Tensor opened = gate.Forward(input, activation), values = up.Forward(input);
        return opened * values;
    }

    /// <summary>Puts the layer into a set of matrices that are multiplied together; false where it can't be.</summary>
    /// <param name="set">The set.</param>
    /// <param name="activation">Computed last.</param>
    /// <param name="first">The first output that is taken.</param>
    /// <param name="outputs">How many are taken; all others where it is 0.</param>
    internal unsafe bool AddTo(ref PanelSet set, Activation activation = Activation.None, int first = 0, int outputs = 0)
    {
        if (Quantized is null || Adapter is not null || (Bias is not null && !(Bias.DType == DType.Float32 && Bias.IsContiguous))) return false;
        return set.Add(Quantized, Bias is null ? null : Bias.Pointer<float>() + first, activation, first, outputs);
    }

    private bool GoesWith(Linear other) =>
        Quantized is not null && other.Quantized is not null && Adapter is null && other.Adapter is null && Tensors.Operations.QuantizedLinear.GoTogether(Quantized, other.Quantized)
        && (Bias is null || !Gradients.Needed(Bias));

    private Tensor Plain(Tensor input, Activation activation)
    {
        if (Quantized is not null) return Tensors.Operations.QuantizedLinear.Apply(input, Quantized, Bias, activation);
        if (packed is not null && CanUse(packed, input)) return Tensors.Operations.Linear.Apply(input, packed, Bias, activation);
        return Tensors.Operations.Linear.Apply(input, Weight, Bias, activation);
    }

    private protected override unsafe void Pack(bool pack)
    {
        packed = null;
        if (!pack || Quantized is not null || weight.DType != DType.Float32) return;
        Tensor rows = weight.Packed();
        packed = new PackedMatrix(rows.Shape[1], rows.Shape[0], new MatrixView<float>(rows.Pointer<float>(), 1, rows.Shape[1]));
        packedVersion = weight.Storage.Version;
        GC.KeepAlive(rows);
    }

    /// <summary>Not for training, not after the weight was changed, and not for a few rows, which read the weight in place as fast.</summary>
    private bool CanUse(PackedMatrix matrix, Tensor input) =>
        !Gradients.Enabled && weight.Storage.Version == packedVersion && input.DType == DType.Float32
        && input.Rank > 0 && input.Shape[-1] == matrix.Rows && input.ElementCount >= (long)LeastRows * matrix.Rows;

    /// <inheritdoc/>
    protected override string Describe() => $"{weight.Shape[1]} -> {weight.Shape[0]}{(Bias is null ? ", no bias" : "")}{(Quantized is null ? "" : $", {Quantized.Format}")}";
}
