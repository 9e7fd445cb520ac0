using Anneal.Models.Vision;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>ResNet-18: a training step on small pictures, and inference of one large picture.</summary>
internal static class ResNet18Bench
{
    private const int Batch = 64, Classes = 10;

    /// <param name="options"><c>--set train</c> or <c>--set forward</c>; both when left out.</param>
    public static void Run(BenchOptions options)
    {
        string set = options.Extra.GetValueOrDefault("set", "all");
        if (set is "all" or "forward") Forward(options);
        if (set is "all" or "train") Train(options);
    }

    private static void Train(BenchOptions options)
    {
        var generator = new Generator(1);
        ResNet model = ResNet.ResNet18(Classes, smallImages: true, generator);
        var optimizer = new Sgd(model.Parameters(), learningRate: 0.1, momentum: 0.9, weightDecay: 5e-4);
        var loss = new CrossEntropyLoss();
        var random = new System.Random(2);
        Tensor images = Initialize.Uniform(Tensor.Zeros([Batch, 3, 32, 32]), 0, 1, generator);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, Batch).Select(_ => (long)random.Next(Classes))], [Batch]);
        StepBench.Run("resnet18", $"train 3x32x32 batch {Batch}", options, Step, "resnet18_cifar");

        void Step()
        {
            model.ZeroGradient();
            loss.Forward(model.Forward(images), labels).Backward();
            optimizer.Step();
        }
    }

    private static void Forward(BenchOptions options)
    {
        var generator = new Generator(1);
        Module model = ResNet.ResNet18(generator: generator).Eval();
        Tensor image = Initialize.Uniform(Tensor.Zeros([1, 3, 224, 224]), 0, 1, generator);
        StepBench.Run("resnet18", "forward 3x224x224 batch 1", options, Step, "resnet18_fwd1");

        void Step()
        {
            using (Gradients.NoGrad()) model.Forward(image);
        }
    }
}
