using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Nn;

/// <summary>The simple recurrent layer (Elman 1990), h' = tanh(x · Wᵀ + h · Uᵀ + b): <c>[batch, time, in]</c> becomes <c>[batch, time, hidden]</c>.</summary>
/// <remarks>See <see cref="RecurrentLayer"/> for the names of the state.</remarks>
/// <example>
/// <code>
/// var layer = new Rnn(4, 8);
/// Tensor states = layer.Forward(series); // [16, 30, 4] -> [16, 30, 8]
/// </code>
/// </example>
public sealed class Rnn : RecurrentLayer
{
    private readonly bool relu;

    /// <inheritdoc cref="Lstm(int, int, int, bool, bool, bool, double, Generator?)"/>
    /// <param name="relu">max(x, 0) in place of tanh.</param>
    public Rnn(int inputs, int hidden, int layers = 1, bool bidirectional = false, bool batchFirst = true, bool bias = true, bool relu = false, double dropout = 0, Generator? generator = null)
        : base(1, inputs, hidden, layers, bidirectional, batchFirst, bias, dropout, generator) => this.relu = relu;

    /// <inheritdoc cref="Gru.Run"/>
    public (Tensor Output, Tensor Hidden) Run(Tensor input, Tensor? hidden = null, Tensor? lengths = null)
    {
        (Tensor output, Tensor[] final) = RunAll(input, [hidden], lengths);
        return (output, final[0]);
    }

    private protected override Tensor[] RunOne(Tensor x, Tensor?[] initial, Direction weights, Tensor? lengths, bool reverse)
    {
        (Tensor output, Tensor hidden) = ElmanSequence.Apply(
            x, initial[0], weights.InputWeight, weights.RecurrentWeight, weights.InputBias, weights.RecurrentBias, lengths, reverse, relu);
        return [output, hidden];
    }
}
