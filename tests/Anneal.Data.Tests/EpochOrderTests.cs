using Anneal.Data.Batches;
using Anneal.Data.Tabular;
using Anneal.Tensors;

namespace Anneal.Data.Tests;

public sealed class EpochOrderTests
{
    private static readonly DenseSamples Rows = new(new FeatureMatrix([.. Enumerable.Range(0, 20).Select(i => (float)i)], 10, 2));

    [Fact]
    public void An_epoch_deals_every_row_once()
    {
        int[][] batches = EpochOrder.Batches(Rows, 4, seed: 1, epoch: 1);
        batches.Select(b => b.Length).Order().ShouldBe([2, 4, 4]);
        batches.SelectMany(b => b).Order().ShouldBe(Enumerable.Range(0, 10));
        Rows.Read(batches[0], augmentation: null).AsReadOnlySpan<float>().ToArray().ShouldBe(batches[0].SelectMany(row => new[] { row * 2f, (row * 2f) + 1 }));
    }

    [Fact]
    public void Orders_differ_between_epochs_and_repeat_with_the_seed()
    {
        int[] first = EpochOrder.Batches(Rows, 10, seed: 1, epoch: 1)[0];
        EpochOrder.Batches(Rows, 10, seed: 1, epoch: 2)[0].ShouldNotBe(first);
        EpochOrder.Batches(Rows, 10, seed: 1, epoch: 1)[0].ShouldBe(first);
        EpochOrder.Batches(Rows, 10, seed: 2, epoch: 1)[0].ShouldNotBe(first);
    }

    [Fact]
    public void Rows_of_like_length_share_a_batch()
    {
        int[][] batches = EpochOrder.Batches(new Ragged(), 10, seed: 1, epoch: 1);
        batches.SelectMany(b => b).Order().ShouldBe(Enumerable.Range(0, 100));
        batches.Max(b => b.Max() - b.Min()).ShouldBe(9);
        batches.Select(b => b[0]).ShouldNotBe(batches.Select(b => b[0]).Order());
    }

    private sealed class Ragged : Samples
    {
        public override int Count => 100;

        public override int LengthOf(int row) => row;

        public override Tensor Read(ReadOnlySpan<int> rows, Generator? augmentation) => Tensor.Zeros([rows.Length]);
    }
}
