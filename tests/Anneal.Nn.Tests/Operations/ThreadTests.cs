using Anneal.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Nn.Tests.Operations;

public class ThreadTests
{
    /// <summary>Large enough that every kernel in it is cut into parts.</summary>
    private static float[] Train(int threads, int steps = 6)
    {
        int before = WorkerPool.ThreadCount;
        WorkerPool.ThreadCount = threads;
        try
        {
            var random = new Generator(4);
            var net = new Sequential(
                new Embedding(50, 96, generator: random), new LayerNorm([96]), new Linear(96, 200, generator: random), new Gelu(), new Dropout(0.1, random),
                new Linear(200, 96, generator: random), new RmsNorm(96), new Linear(96, 50, generator: random));
            var optimizer = new AdamW(net.Parameters(), learningRate: 1e-2) { MaxGradientNorm = 1 };
            var loss = new CrossEntropyLoss(labelSmoothing: 0.1);
            Tensor ids = Tensor.From([.. Enumerable.Range(0, 700).Select(i => (long)(i * 7919 % 50))], [700]);
            for (int i = 0; i < steps; i++)
            {
                using var scope = new TensorScope();
                optimizer.ZeroGradient();
                loss.Forward(net.Forward(ids), ids).Backward();
                optimizer.Step();
            }
            return [.. net.Parameters().SelectMany(p => p.ToArray())];
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Fact]
    public void Training_gives_the_same_bits_with_one_and_two_threads_and_from_run_to_run()
    {
        float[] one = Train(1);
        Train(2).ShouldBe(one);
        Train(2).ShouldBe(one);
        one.ShouldAllBe(x => float.IsFinite(x));
    }
}
