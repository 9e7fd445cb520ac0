using System.Collections;
using Anneal.Tensors;

namespace Anneal.Data.Batches;

/// <summary>Cuts rows and their targets into batches, in a new random order at each pass if asked.</summary>
/// <remarks>
/// A batch's tensors are given back when the next one is asked for, so that a pass over the data takes no new memory:
/// Clone() what must live longer. With the same generator state the order is the same on every machine.
/// </remarks>
/// <example>
/// <code>
/// foreach ((Tensor x, Tensor y) in new DataLoader(images, labels, batchSize: 64, shuffle: true)) …
/// </code>
/// </example>
public sealed class DataLoader : IEnumerable<(Tensor Inputs, Tensor Targets)>
{
    private readonly Tensor inputs, targets;
    private readonly Generator? generator;
    private readonly bool shuffle, dropLast;

    /// <param name="inputs">One row a sample: <c>[rows, …]</c>.</param>
    /// <param name="targets">One row a sample: <c>[rows]</c> or <c>[rows, …]</c>.</param>
    /// <param name="batchSize">Rows in a batch; the last may have fewer.</param>
    /// <param name="shuffle">Whether each pass has an order of its own.</param>
    /// <param name="dropLast">Whether a last batch with fewer rows is left out.</param>
    /// <param name="generator">Draws the orders; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">Inputs and targets differ in their number of rows.</exception>
    public DataLoader(Tensor inputs, Tensor targets, int batchSize, bool shuffle = false, bool dropLast = false, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
            throw new ArgumentException($"Inputs {inputs.Shape} and targets {targets.Shape} must have the same number of rows.");
        (this.inputs, this.targets, this.shuffle, this.dropLast, this.generator) = (inputs, targets, shuffle, dropLast, generator);
        BatchSize = batchSize;
    }

    /// <summary>Rows in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches in a pass.</summary>
    public int Count => (inputs.Shape[0] + (dropLast ? 0 : BatchSize - 1)) / BatchSize;

    /// <summary>One pass over the rows.</summary>
    public IEnumerator<(Tensor Inputs, Tensor Targets)> GetEnumerator()
    {
        int rows = inputs.Shape[0];
        using Tensor order = shuffle ? Tensor.Permutation(rows, generator) : Tensor.Arange(rows);
        for (int start = 0, batch = 0; batch < Count; start += BatchSize, batch++)
        {
            using Tensor picked = order.Slice(0, start, Math.Min(rows, start + BatchSize));
            using Tensor x = inputs.IndexSelect(0, picked), y = targets.IndexSelect(0, picked);
            yield return (x, y);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
