using Anneal.Models.Vision;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Models.Tests.Vision;

public sealed class ResNetTests
{
    [Fact]
    public void Names_and_shapes_are_those_of_torchvision()
    {
        IReadOnlyDictionary<string, Tensor> state = ResNet.ResNet18().StateDict();
        state.Count.ShouldBe(122);
        state["conv1.weight"].Shape.ShouldBe([64, 3, 7, 7]);
        state["bn1.running_var"].Shape.ShouldBe([64]);
        state["layer1.0.conv1.weight"].Shape.ShouldBe([64, 64, 3, 3]);
        state["layer2.0.downsample.0.weight"].Shape.ShouldBe([128, 64, 1, 1]);
        state["layer2.0.downsample.1.num_batches_tracked"].Shape.ShouldBe(Shape.Scalar);
        state["layer4.1.bn2.bias"].Shape.ShouldBe([512]);
        state["fc.weight"].Shape.ShouldBe([1000, 512]);
        ResNet.ResNet18().ParameterCount.ShouldBe(11_689_512);
        ResNet.ResNet34(classes: 10, smallImages: true).StateDict().ContainsKey("layer3.5.conv2.weight").ShouldBeTrue();
    }

    [Fact]
    public void Inference_with_folded_norms_agrees_with_the_layers_one_by_one()
    {
        var generator = new Generator(3);
        ResNet model = ResNet.ResNet18(classes: 7, smallImages: true, generator);
        Tensor images = Initialize.Normal(Tensor.Zeros([8, 3, 32, 32]), generator: generator);
        model.Forward(images); // running statistics that are not 0 and 1
        model.Eval();
        float[] expected = model.Forward(images).ToArray();
        for (int pass = 0; pass < 2; pass++)
        {
            using (Gradients.NoGrad()) model.Forward(images).ToArray().ShouldBe(expected, 2e-4);

            // A parameter that changes is folded in anew.
            if (pass == 1) break;
            model.StateDict()["bn1.weight"].Detach().Fill(0.5);
            expected = model.Forward(images).ToArray();
        }
    }

    [Fact]
    public void Training_gives_the_same_weights_with_one_thread_and_with_three()
    {
        int before = WorkerPool.ThreadCount;
        try
        {
            WorkerPool.ThreadCount = 1;
            float[] one = Train();
            WorkerPool.ThreadCount = 3;
            Train().ShouldBe(one);
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }

        static float[] Train()
        {
            var generator = new Generator(5);
            ResNet model = ResNet.ResNet18(classes: 4, smallImages: true, generator);
            var optimizer = new Sgd(model.Parameters(), 0.05, momentum: 0.9);
            Tensor images = Initialize.Normal(Tensor.Zeros([4, 3, 16, 16]), generator: generator), labels = Tensor.From([0L, 1, 2, 3], [4]);
            for (int step = 0; step < 2; step++)
            {
                using var scope = new TensorScope();
                model.ZeroGradient();
                new CrossEntropyLoss().Forward(model.Forward(images), labels).Backward();
                optimizer.Step();
            }
            return [.. model.Parameters().SelectMany(p => p.ToArray())];
        }
    }
}
