using Anneal.Tensors;
using Anneal.Tensors.Memory;
using Anneal.Tensors.Threading;

namespace Anneal.Nn.Tests;

public class SimpleCnnTests
{
    [Fact]
    public void Fifty_steps_give_the_same_weights_in_every_run_and_with_one_and_two_threads()
    {
        int before = WorkerPool.ThreadCount;
        try
        {
            WorkerPool.ThreadCount = 1;
            float[] one = Train();
            WorkerPool.ThreadCount = 2;
            Train().ShouldBe(one);
            Train().ShouldBe(one);
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Fact]
    public void A_step_takes_no_new_buffer_after_the_first_ones()
    {
        (Action step, _) = Trainer();
        for (int i = 0; i < 3; i++) step();
        long buffers = BufferPool.NewBuffers, outstanding = BufferPool.Outstanding;
        for (int i = 0; i < 5; i++) step();
        BufferPool.NewBuffers.ShouldBe(buffers);
        BufferPool.Outstanding.ShouldBe(outstanding);
    }

    private static float[] Train()
    {
        (Action step, Module model) = Trainer();
        for (int i = 0; i < 50; i++) step();
        return [.. model.Parameters().SelectMany(p => p.ToArray())];
    }

    private static (Action Step, Module Model) Trainer()
    {
        var generator = new Generator(11);
        var model = new Sequential(
            new Conv2d(1, 32, kernel: 3, generator: generator), new Relu(), new Flatten(), new Linear(32 * 26 * 26, 128, generator: generator), new Relu(), new Linear(128, 10, generator: generator));
        var optimizer = new Sgd(model.Parameters(), learningRate: 0.01);
        var loss = new CrossEntropyLoss();
        Tensor images = Initialize.Uniform(Tensor.Zeros([64, 1, 28, 28]), 0, 1, generator);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, 64).Select(i => i * 7L % 10)], [64]);
        return (Step, model);

        void Step()
        {
            using var scope = new TensorScope();
            model.ZeroGradient();
            loss.Forward(model.Forward(images), labels).Backward();
            optimizer.Step();
        }
    }
}
