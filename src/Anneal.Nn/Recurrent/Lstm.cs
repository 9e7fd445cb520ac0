using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Nn;

/// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997): <c>[batch, time, in]</c> becomes <c>[batch, time, hidden]</c>.</summary>
/// <remarks>Gates stand in the order input, forget, cell, output. See <see cref="RecurrentLayer"/> for the names of the state.</remarks>
/// <example>
/// <code>
/// var layer = new Lstm(128, 64, bidirectional: true);
/// (Tensor output, Tensor hidden, Tensor cell) = layer.Run(sentences, lengths: lengths); // [32, 100, 128] -> [32, 100, 128]
/// </code>
/// </example>
public sealed class Lstm : RecurrentLayer
{
    /// <param name="inputs">Features that come in at each step.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="layers">How many layers stand on each other.</param>
    /// <param name="bidirectional">Whether each layer also reads the sequence from its end.</param>
    /// <param name="batchFirst">Whether inputs are <c>[batch, time, in]</c> rather than <c>[time, batch, in]</c>.</param>
    /// <param name="bias">Whether biases are added.</param>
    /// <param name="dropout">Probability of dropping a number between layers while training.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    public Lstm(int inputs, int hidden, int layers = 1, bool bidirectional = false, bool batchFirst = true, bool bias = true, double dropout = 0, Generator? generator = null)
        : base(4, inputs, hidden, layers, bidirectional, batchFirst, bias, dropout, generator)
    {
    }

    /// <summary>Runs the layer and returns its final states too.</summary>
    /// <param name="input"><c>[batch, time, in]</c>.</param>
    /// <param name="hidden">First hidden states <c>[layers * directions, batch, hidden]</c>; zeros if left out.</param>
    /// <param name="cell">First cell states, likewise.</param>
    /// <param name="lengths">Valid steps of each row, <c>[batch]</c>; outputs past them are zero, and final states are those at the last valid step.</param>
    /// <exception cref="ArgumentException">A shape doesn't fit, or a length is out of range.</exception>
    public (Tensor Output, Tensor Hidden, Tensor Cell) Run(Tensor input, Tensor? hidden = null, Tensor? cell = null, Tensor? lengths = null)
    {
        (Tensor output, Tensor[] final) = RunAll(input, [hidden, cell], lengths);
        return (output, final[0], final[1]);
    }

    private protected override Tensor[] RunOne(Tensor x, Tensor?[] initial, Direction weights, Tensor? lengths, bool reverse)
    {
        (Tensor output, Tensor hidden, Tensor cell) = LstmSequence.Apply(
            x, initial[0], initial[1], weights.InputWeight, weights.RecurrentWeight, weights.InputBias, weights.RecurrentBias, lengths, reverse);
        return [output, hidden, cell];
    }
}
