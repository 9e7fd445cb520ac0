using Anneal.Data.Batches;
using Anneal.Data.Tabular;

namespace Anneal.Data.Tests;

public sealed class BatchOrderTests
{
    private static readonly LabelledRows Rows = new(
        new FeatureMatrix([.. Enumerable.Range(0, 20).Select(i => (float)i)], 10, 2),
        [.. Enumerable.Range(0, 10)]);

    [Fact]
    public void An_epoch_deals_every_row_once_with_its_own_label()
    {
        LabelledRows[] batches = [.. new BatchOrder(Rows, 4, seed: 1).NextEpoch()];
        batches.Select(b => b.Labels.Length).ShouldBe([4, 4, 2]);
        batches.SelectMany(b => b.Labels).Order().ShouldBe(Rows.Labels);
        foreach (LabelledRows batch in batches)
        {
            for (int i = 0; i < batch.Labels.Length; i++)
                batch.Features.Values[(i * 2)..((i * 2) + 2)].ShouldBe([batch.Labels[i] * 2, (batch.Labels[i] * 2) + 1]);
        }
    }

    [Fact]
    public void Orders_differ_between_epochs_and_repeat_with_the_seed()
    {
        BatchOrder order = new(Rows, 10, seed: 1);
        int[] first = order.NextEpoch().Single().Labels;
        order.NextEpoch().Single().Labels.ShouldNotBe(first);
        new BatchOrder(Rows, 10, seed: 1).NextEpoch().Single().Labels.ShouldBe(first);
        new BatchOrder(Rows, 10, seed: 2).NextEpoch().Single().Labels.ShouldNotBe(first);
    }
}
