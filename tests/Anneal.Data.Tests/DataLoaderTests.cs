using Anneal.Data.Batches;
using Anneal.Tensors;

namespace Anneal.Data.Tests;

public class DataLoaderTests
{
    private static readonly Tensor Rows = Tensor.Arange(0, 20).Reshape(10, 2), Labels = Tensor.Arange(10);

    [Fact]
    public void Batches_come_in_order_and_the_last_is_shorter()
    {
        var loader = new DataLoader(Rows, Labels, batchSize: 4);
        loader.Count.ShouldBe(3);
        loader.Select(b => b.Targets.ToArray<long>()).ShouldBe([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]);
        new DataLoader(Rows, Labels, batchSize: 4, dropLast: true).Count().ShouldBe(2);
    }

    [Fact]
    public void A_shuffled_pass_has_every_row_once_with_its_own_label_and_repeats_with_the_seed()
    {
        long[] Pass(ulong seed)
        {
            var seen = new List<long>();
            foreach ((Tensor x, Tensor y) in new DataLoader(Rows, Labels, batchSize: 3, shuffle: true, generator: new Generator(seed)))
            {
                x.Slice(1, 0, 1).Flatten().ToArray<long>().ShouldBe(y.ToArray<long>().Select(l => 2 * l));
                seen.AddRange(y.ToArray<long>());
            }
            return [.. seen];
        }
        Pass(1).Order().ShouldBe(Enumerable.Range(0, 10).Select(i => (long)i));
        Pass(1).ShouldBe(Pass(1));
        Pass(1).ShouldNotBe(Pass(2));
    }

    [Fact]
    public void Rows_without_targets_are_refused() => Should.Throw<ArgumentException>(() => new DataLoader(Rows, Tensor.Arange(9), 2)).Message.ShouldContain("[9]");
}
