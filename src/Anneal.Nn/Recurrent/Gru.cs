using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Nn;

/// <summary>Gated recurrent unit (Cho et al. 2014): <c>[batch, time, in]</c> becomes <c>[batch, time, hidden]</c>.</summary>
/// <remarks>Gates stand in the order reset, update, new; the reset gate acts after the recurrent product, as in PyTorch and cuDNN. See <see cref="RecurrentLayer"/> for the names of the state.</remarks>
/// <example>
/// <code>
/// var layer = new Gru(16, 32);
/// (Tensor output, Tensor hidden) = layer.Run(signals); // [8, 50, 16] -> [8, 50, 32] and [1, 8, 32]
/// </code>
/// </example>
public sealed class Gru : RecurrentLayer
{
    /// <inheritdoc cref="Lstm(int, int, int, bool, bool, bool, double, Generator?)"/>
    public Gru(int inputs, int hidden, int layers = 1, bool bidirectional = false, bool batchFirst = true, bool bias = true, double dropout = 0, Generator? generator = null)
        : base(3, inputs, hidden, layers, bidirectional, batchFirst, bias, dropout, generator)
    {
    }

    /// <summary>Runs the layer and returns its final state too.</summary>
    /// <param name="input"><c>[batch, time, in]</c>.</param>
    /// <param name="hidden">First states <c>[layers * directions, batch, hidden]</c>; zeros if left out.</param>
    /// <param name="lengths">Valid steps of each row, <c>[batch]</c>; outputs past them are zero, and the final state is that at the last valid step.</param>
    /// <exception cref="ArgumentException">A shape doesn't fit, or a length is out of range.</exception>
    public (Tensor Output, Tensor Hidden) Run(Tensor input, Tensor? hidden = null, Tensor? lengths = null)
    {
        (Tensor output, Tensor[] final) = RunAll(input, [hidden], lengths);
        return (output, final[0]);
    }

    private protected override Tensor[] RunOne(Tensor x, Tensor?[] initial, Direction weights, Tensor? lengths, bool reverse)
    {
        (Tensor output, Tensor hidden) = GruSequence.Apply(
            x, initial[0], weights.InputWeight, weights.RecurrentWeight, weights.InputBias, weights.RecurrentBias, lengths, reverse);
        return [output, hidden];
    }
}
