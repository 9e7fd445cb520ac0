using Anneal.Tensors;
using Anneal.Tensors.Memory;

namespace Anneal.Nn.Tests;

public class MemoryTests
{
    [Fact]
    public void Memory_stays_level_over_ten_thousand_steps()
    {
        var random = new Generator(1);
        var net = new Sequential(
            new Embedding(30, 16, generator: random), new LayerNorm([16]), new Linear(16, 32, generator: random), new Gelu(), new Dropout(0.1, random), new Linear(32, 30, generator: random));
        var optimizer = new AdamW(net.Parameters()) { MaxGradientNorm = 1 };
        var schedule = new CosineWithWarmup(optimizer, steps: 10_000, warmup: 100);
        var loss = new CrossEntropyLoss();
        Tensor ids = Tensor.From([.. Enumerable.Range(0, 24).Select(i => (long)i)], [24]);

        void Steps(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using var scope = new TensorScope();
                optimizer.ZeroGradient();
                loss.Forward(net.Forward(ids), ids).Backward();
                optimizer.Step();
                schedule.Step();
            }
        }

        Steps(500);
        long made = BufferPool.NewBuffers, outstanding = BufferPool.Outstanding, managed = GC.GetTotalMemory(forceFullCollection: true), resident = Environment.WorkingSet;
        int full = GC.CollectionCount(2);
        Steps(9_500);
        GC.CollectionCount(2).ShouldBe(full);
        BufferPool.NewBuffers.ShouldBe(made);
        BufferPool.Outstanding.ShouldBe(outstanding);
        (GC.GetTotalMemory(forceFullCollection: true) - managed).ShouldBeLessThan(64 * 1024);
        (Environment.WorkingSet - resident).ShouldBeLessThan(40 << 20); // the youngest generation may fill its 16 MiB in between
    }
}
