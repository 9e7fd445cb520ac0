using Anneal.Data.Batches;

namespace Anneal.Workflow.TextTasks;

/// <summary>Deals examples out to steps: each epoch in another order, those of like length together. Which a step gets depends on its number alone.</summary>
/// <param name="rows">The examples that are dealt out.</param>
/// <param name="lengthOf">The length of one.</param>
/// <param name="batchSize">How many a step gets.</param>
/// <param name="seed">Decides the orders.</param>
internal sealed class ExampleBatches(int[] rows, Func<int, int> lengthOf, int batchSize, int seed)
{
    private int epoch = -1;
    private int[][] batches = [];

    /// <summary>The examples of a step.</summary>
    public int[] Of(long step)
    {
        int perEpoch = (rows.Length + batchSize - 1) / batchSize;
        int wanted = (int)(step / perEpoch);
        if (wanted != epoch)
        {
            batches = EpochOrder.Batches(rows.Length, i => lengthOf(rows[i]), batchSize, seed, wanted);
            epoch = wanted;
        }

        return Array.ConvertAll(batches[step % perEpoch], i => rows[i]);
    }
}
