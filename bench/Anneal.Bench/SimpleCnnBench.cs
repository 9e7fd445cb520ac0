using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>A training step of a small convolutional network on pictures of the size of MNIST.</summary>
internal static class SimpleCnnBench
{
    private const int Batch = 64, Classes = 10;

    public static void Run(BenchOptions options)
    {
        var generator = new Generator(1);
        var model = new Sequential(
            new Conv2d(1, 32, kernel: 3, generator: generator), new Relu(), new Flatten(), new Linear(32 * 26 * 26, 128, generator: generator), new Relu(), new Linear(128, Classes, generator: generator));
        var optimizer = new Sgd(model.Parameters(), learningRate: 0.01);
        var loss = new CrossEntropyLoss();
        var random = new System.Random(2);
        Tensor images = Initialize.Uniform(Tensor.Zeros([Batch, 1, 28, 28]), 0, 1, generator);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, Batch).Select(_ => (long)random.Next(Classes))], [Batch]);
        StepBench.Run("simplecnn", $"batch {Batch}", options, Step, "cnn10");

        void Step()
        {
            model.ZeroGradient();
            loss.Forward(model.Forward(images), labels).Backward();
            optimizer.Step();
        }
    }
}
