using Anneal.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Nn.Tests.Recurrent;

public class RecurrentLayerTests
{
    [Fact]
    public void Fifty_steps_of_training_give_the_same_bits_at_any_number_of_threads_and_in_every_run()
    {
        float[] one = Train(1);
        Train(2).ShouldBe(one);
        Train(2).ShouldBe(one);
        Train(3).ShouldBe(one);

        static float[] Train(int threads)
        {
            int before = WorkerPool.ThreadCount;
            WorkerPool.ThreadCount = threads;
            try
            {
                Generator.Default.Seed = 11;
                var embedding = new Embedding(1000, 16);
                var lstm = new Lstm(16, 16);
                var head = new Linear(16, 1);
                Tensor[] parameters = [.. embedding.Parameters(), .. lstm.Parameters(), .. head.Parameters()];
                var optimizer = new Adam(parameters);
                var loss = new BinaryCrossEntropyWithLogitsLoss();
                for (int step = 0; step < 50; step++)
                {
                    using var scope = new TensorScope();
                    Tensor ids = Tensor.RandInt(0, 1000, [32, 100]), labels = Tensor.RandInt(0, 2, [32]).To(DType.Float32);
                    optimizer.ZeroGradient();
                    (_, Tensor last, _) = lstm.Run(embedding.Forward(ids));
                    loss.Forward(head.Forward(last.Select(0, 0)).Squeeze(-1), labels).Backward();
                    optimizer.Step();
                }
                return [.. parameters.SelectMany(p => p.ToArray())];
            }
            finally
            {
                WorkerPool.ThreadCount = before;
            }
        }
    }

    [Fact]
    public void Shapes_and_lengths_that_do_not_fit_are_refused_with_what_would()
    {
        var layer = new Gru(4, 8);
        Tensor x = Tensor.Zeros([2, 5, 4]);
        Should.Throw<ArgumentException>(() => layer.Forward(Tensor.Zeros([2, 5, 3]))).Message.ShouldContain("[batch, time, 4]");
        Should.Throw<ArgumentException>(() => layer.Run(x, Tensor.Zeros([1, 3, 8]))).Message.ShouldContain("[1, 2, 8]");
        Should.Throw<ArgumentException>(() => layer.Run(x, lengths: Tensor.From<long>(5, 6))).Message.ShouldContain("from 1 to 5");
        Should.Throw<ArgumentException>(() => layer.Run(x, lengths: Tensor.From<long>(5))).Message.ShouldContain("[2]");
    }
}
